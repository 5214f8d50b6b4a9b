//! The crate `log`.

use super::{keeps, send};
use crate::flow_like::Level;
use alloc::string::ToString;

struct Logger;

static LOGGER: Logger = Logger;

pub(super) fn install() {
    if log::set_logger(&LOGGER).is_ok() {
        log::set_max_level(log::LevelFilter::Trace);
    }
}

const fn level(level: log::Level) -> Level {
    match level {
        log::Level::Error => Level::Error,
        log::Level::Warn => Level::Warn,
        log::Level::Info => Level::Info,
        log::Level::Debug => Level::Debug,
        log::Level::Trace => Level::Trace,
    }
}

impl log::Log for Logger {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        keeps(level(metadata.level()))
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            match record.args().as_str() {
                Some(message) => send(level(record.level()), message),
                None => send(level(record.level()), &record.args().to_string()),
            }
        }
    }

    fn flush(&self) {}
}

//! The crate `log`.

use super::{Level, Sink};
use alloc::string::ToString;
use core::marker::PhantomData;

struct Logger<S>(PhantomData<fn() -> S>);

pub(super) fn install<S: Sink>() {
    if log::set_logger(&Logger::<S>(PhantomData)).is_ok() {
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

impl<S: Sink> log::Log for Logger<S> {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        S::keeps(level(metadata.level()))
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            match record.args().as_str() {
                Some(message) => S::send(level(record.level()), message),
                None => S::send(level(record.level()), &record.args().to_string()),
            }
        }
    }

    fn flush(&self) {}
}

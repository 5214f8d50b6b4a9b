//! Logs through the crates that everybody logs through.
#![forbid(unsafe_code)]

/// Logs at every level, in both ways.
#[anyhost::node(flow_like, nlink, category = "Custom/Text")]
pub fn chatter(text: &str) -> usize {
    log::trace!("plain");
    log::debug!("{text}");
    log::info!("{text}{text}");
    log::warn!(target: "elsewhere", "w");
    log::error!("e");
    let span = tracing::info_span!("no record of its own");
    let _entered = span.enter();
    tracing::trace!(length = text.len(), text, "got {text}");
    tracing::debug!("d");
    tracing::info!(name = "no message");
    tracing::warn!("w");
    tracing::error!("e");
    text.len()
}

#[cfg(test)]
mod tests {
    use super::chatter;
    use anyhost::flow_like::{Level, Mock};

    #[test]
    fn a_mock_hears_records() {
        let _mock = Mock::new()
            .expect_log(Level::Trace, "plain")
            .expect_log(Level::Debug, "a")
            .expect_log(Level::Info, "aa")
            .expect_log(Level::Warn, "w")
            .expect_log(Level::Error, "e")
            .expect_log(Level::Trace, "got a length=1 text=\"a\"")
            .expect_log(Level::Debug, "d")
            .expect_log(Level::Info, " name=\"no message\"")
            .expect_log(Level::Warn, "w")
            .expect_log(Level::Error, "e");
        chatter("a");
    }

    #[test]
    fn signal_k_hears_records_in_its_debug_log() {
        let mock = anyhost::signalk::Mock::new();
        chatter("a");
        let logged = ["trace: plain", "debug: a", "info: aa", "warn: w", "error: e"];
        let traced = ["trace: got a length=1 text=\"a\"", "debug: d", "info:  name=\"no message\"", "warn: w", "error: e"];
        assert_eq!(mock.debug_lines(), [logged, traced].concat());
    }

    #[test]
    fn without_a_mock_they_go_nowhere() {
        assert_eq!(chatter("ab"), 2);
    }

    #[test]
    #[should_panic(expected = "the node called `flowlike_log.trace(\"plain\")`, and the mock expects nothing")]
    fn an_unexpected_record_fails() {
        let _mock = Mock::new();
        chatter("a");
    }
}

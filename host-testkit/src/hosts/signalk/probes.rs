//! Scenarios to try.

use crate::hosts::{Node, Occasion, Probe};

/// What a server does with any plugin: a start without a configuration, a few polls, a stop.
pub(super) fn probes(_nodes: &[Node]) -> Vec<Probe> {
    let context = br#"{"steps":[{"poll":2},{"stop":true}]}"#.to_vec();
    vec![Probe { occasion: Occasion::Defaults, label: "no configuration".into(), context, plain: None }]
}

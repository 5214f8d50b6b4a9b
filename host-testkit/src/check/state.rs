//! What a call leaves behind for the next one.

use super::prober::Prober;
use crate::hosts::Purpose;
use crate::request::Capabilities;
use crate::session::Session;
use crate::text::shorten;

/// Calls on one instance that are compared with one on an instance of its own.
const CALLS: usize = 3;

impl Prober<'_> {
    /// The same context on instances of their own and on one that is kept: are the answers alike?
    pub(super) fn state(&mut self) {
        let (Some(rule), Some((context, _))) = (self.rules().state, self.sound.clone()) else { return };
        if self.is_over() {
            return;
        }
        let session = |kept| Session::new(self.loaded, Purpose::Run(Capabilities::All), kept);
        let fresh = || session(false).call(&context).raw;
        // What differs by itself says nothing.
        let Some(first) = fresh().filter(|first| fresh().as_ref() == Some(first)) else { return };
        let mut kept = session(true);
        for call in 1..=CALLS {
            // Time and random are the host's: they go on from call to call.
            let Some(answer) = kept.call(&context).raw.filter(|_| kept.record.calls.is_empty()) else { return };
            if answer != first {
                let detail = format!(
                    "call {call} with the same context answers `{}` on a kept instance, and `{}` on a fresh one",
                    shorten(&answer),
                    shorten(&first)
                );
                return self.say(rule, &detail);
            }
        }
    }
}

//! Which action it is, by its `type`, which may stand behind its other members.

use super::check::Check;
use super::scan::Text;
use super::{ACTIONS, Object, UNKNOWN_ACTION};

impl Check<'_> {
    /// The action that begins here, by its `type`, which may stand anywhere in it.
    pub(super) const fn action(&self) -> &'static Object {
        let (mut scan, mut depth, mut key) = (self.scan, 0, true);
        while scan.at < scan.json.len() {
            match scan.byte() {
                b'"' => {
                    let text = scan.pass_string();
                    scan.space();
                    if depth == 1 && key && scan.is(text, "type") && scan.pass(b':') {
                        scan.space();
                        let action = if scan.byte() == b'"' { self.action_called(scan.pass_string()) } else { None };
                        return match action {
                            Some(action) => action,
                            None => &UNKNOWN_ACTION,
                        };
                    }
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 1 => break,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            if depth == 1 {
                key = matches!(scan.byte(), b'{' | b',');
            }
            scan.at += 1;
        }
        &UNKNOWN_ACTION
    }

    pub(super) const fn action_called(&self, name: Text) -> Option<&'static Object> {
        let mut i = 0;
        while i < ACTIONS.len() {
            if self.scan.is(name, ACTIONS[i].name) {
                return Some(&ACTIONS[i]);
            }
            i += 1;
        }
        None
    }

    pub(super) const fn is_one_of(&self, text: Text, words: &[&str]) -> bool {
        let mut i = 0;
        while i < words.len() {
            if self.scan.is(text, words[i]) {
                return true;
            }
            i += 1;
        }
        false
    }
}

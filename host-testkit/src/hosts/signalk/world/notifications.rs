//! What the server adds to notifications: an id, and what a user may do with them.

use super::World;
use crate::hosts::signalk::js::Js;

impl World {
    /// Completes the notifications among the values of a delta, as 2.32 does.
    pub(super) fn complete_notifications(&mut self, delta: &mut Js) {
        if self.manners.old {
            return;
        }
        let context = delta.get("context").map(Js::to_text).unwrap_or_default();
        let Some(Js::List(mut updates)) = delta.get("updates").cloned() else { return };
        for update in &mut updates {
            let source = update.get("$source").map(Js::to_text).unwrap_or_default();
            let Some(Js::List(mut values)) = update.get("values").cloned() else { continue };
            for entry in &mut values {
                let path = entry.get("path").map(Js::to_text).unwrap_or_default();
                let Some(mut value @ Js::Object(_)) = entry.get("value").cloned() else { continue };
                if path.starts_with("notifications.") {
                    value.set("status", status(value.get("state")));
                    value.set("id", Js::Text(self.notification_id(format!("{context} {path} {source}"))));
                    entry.set("value", value);
                }
            }
            update.set("values", Js::List(values));
        }
        delta.set("updates", Js::List(updates));
    }

    /// The same id as long as context, path and source are the same.
    fn notification_id(&mut self, key: String) -> String {
        let count = self.notifications.len();
        let number = *self.notifications.entry(key).or_insert(count + 1);
        format!("00000000-0000-4000-8000-{number:012x}")
    }
}

fn status(state: Option<&Js>) -> Js {
    let emergency = state.and_then(Js::as_text) == Some("emergency");
    Js::object([
        ("silenced", Js::Bool(false)),
        ("acknowledged", Js::Bool(false)),
        ("canSilence", Js::Bool(!emergency)),
        ("canAcknowledge", Js::Bool(true)),
        ("canClear", Js::Bool(false)),
    ])
}

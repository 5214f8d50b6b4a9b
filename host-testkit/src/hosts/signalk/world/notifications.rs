//! What the server makes of notifications: each goes out by itself, first, with an id and what a user may do with it.

use super::World;
use crate::hosts::signalk::js::Js;

impl World {
    /// Takes the notifications out of a delta: `api/notifications/index.ts:92-147`. What is left may be nothing.
    pub(super) fn take_notifications(&mut self, delta: &mut Js) -> Vec<Js> {
        let (mut taken, mut kept) = (Vec::new(), Vec::new());
        let context = delta.get("context").cloned().unwrap_or(Js::Null);
        let Some(Js::List(updates)) = delta.get("updates").cloned() else { return taken };
        for mut update in updates {
            let Some(Js::List(values)) = update.get("values").cloned() else {
                kept.push(update);
                continue;
            };
            let of_notification = |entry: &Js| entry.get("path").is_some_and(|path| path.to_text().starts_with("notifications"));
            let (notifications, others): (Vec<Js>, Vec<Js>) = values.into_iter().partition(of_notification);
            for entry in notifications {
                taken.push(self.notification(&context, &update, &entry));
            }
            if !others.is_empty() {
                update.set("values", Js::List(others));
                kept.push(update);
            }
        }
        delta.set("updates", Js::List(kept));
        taken
    }

    fn notification(&mut self, context: &Js, update: &Js, entry: &Js) -> Js {
        let text = |value: Option<&Js>| value.map(Js::to_text).unwrap_or_default();
        let id = Js::Text(self.notification_id(format!(
            "{} {} {}",
            context.to_text(),
            text(entry.get("path")),
            text(update.get("$source"))
        )));
        let value = entry.get("value").filter(|value| matches!(value, Js::Object(_))).cloned();
        let mut value = value.unwrap_or_else(|| {
            Js::object([("state", Js::text("normal")), ("method", Js::List(Vec::new())), ("message", Js::text(""))])
        });
        value.set("id", id.clone());
        value.set("status", status());
        let path = entry.get("path").cloned().unwrap_or(Js::Null);
        let mut update = update.clone();
        update.set("values", Js::List(vec![Js::object([("path", path), ("value", value)])]));
        update.set("notificationId", id);
        update.remove("source");
        Js::object([("updates", Js::List(vec![update])), ("context", context.clone())])
    }

    /// The same id as long as context, path and source are the same.
    fn notification_id(&mut self, key: String) -> String {
        let count = self.notifications.len();
        let number = *self.notifications.entry(key).or_insert(count + 1);
        format!("00000000-0000-4000-8000-{number:012x}")
    }
}

/// Of an alarm that the server did not raise itself.
fn status() -> Js {
    Js::object([
        ("silenced", Js::Bool(false)),
        ("acknowledged", Js::Bool(false)),
        ("canSilence", Js::Bool(true)),
        ("canAcknowledge", Js::Bool(true)),
        ("canClear", Js::Bool(false)),
    ])
}

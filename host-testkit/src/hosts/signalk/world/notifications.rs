//! What the server adds to notifications: an id, and what a user may do with them.

use super::World;
use crate::hosts::signalk::js::Js;

impl World {
    /// Takes the notifications out of a delta. Each goes on as a delta of its own, before what is left, even if that is
    /// nothing: `filterNotifications` of the notifications' API.
    pub(super) fn take_notifications(&mut self, delta: &mut Js) -> Vec<Js> {
        let Some(Js::List(updates)) = delta.get("updates").cloned() else { return Vec::new() };
        let (mut kept, mut notifications) = (Vec::new(), Vec::new());
        for mut update in updates {
            let values = update.get("values").cloned().filter(|_| update.get("notificationId").is_none());
            let Some(Js::List(values)) = values else {
                kept.push(update);
                continue;
            };
            let (ours, others): (Vec<Js>, Vec<Js>) = values.into_iter().partition(is_notification);
            notifications.extend(ours.into_iter().map(|entry| self.notification(delta, &update, entry)));
            if !others.is_empty() {
                update.set("values", Js::List(others));
                kept.push(update);
            }
        }
        delta.set("updates", Js::List(kept));
        notifications
    }

    fn notification(&mut self, delta: &Js, update: &Js, mut entry: Js) -> Js {
        let text = |of: &Js, key: &str| of.get(key).map(Js::to_text).unwrap_or_default();
        let id = self.notification_id(format!("{} {} {}", text(delta, "context"), text(&entry, "path"), text(update, "$source")));
        let mut value = match entry.get("value").cloned() {
            Some(value @ Js::Object(_)) => value,
            _ => Js::object([("state", Js::text("normal")), ("method", Js::List(Vec::new())), ("message", Js::text(""))]),
        };
        value.set("status", status());
        value.set("id", Js::text(&id));
        entry.set("value", value);
        let (mut delta, mut update) = (delta.clone(), update.clone());
        update.set("values", Js::List(vec![entry]));
        update.set("notificationId", Js::Text(id));
        delta.set("updates", Js::List(vec![update]));
        delta
    }

    /// The same id as long as context, path and source are the same.
    fn notification_id(&mut self, key: String) -> String {
        let count = self.notifications.len();
        let number = *self.notifications.entry(key).or_insert(count + 1);
        format!("00000000-0000-4000-8000-{number:012x}")
    }
}

fn is_notification(entry: &Js) -> bool {
    entry.get("path").and_then(Js::as_text).is_some_and(|path| path.starts_with("notifications"))
}

/// Of a notification that came as a delta: `alarm.ts` of the notifications' API.
fn status() -> Js {
    Js::object([
        ("silenced", Js::Bool(false)),
        ("acknowledged", Js::Bool(false)),
        ("canSilence", Js::Bool(true)),
        ("canAcknowledge", Js::Bool(true)),
        ("canClear", Js::Bool(false)),
    ])
}

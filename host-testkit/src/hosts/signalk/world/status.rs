//! The status entry that `sk_set_status` and `sk_set_error` write.

use super::World;
use crate::hosts::signalk::js::Js;

/// The entry, and what was sent of it.
#[derive(Debug, Default)]
pub(in crate::hosts::signalk) struct Status {
    /// The entry as it is; `None`: there is none.
    pub(in crate::hosts::signalk) entry: Option<Js>,
    /// Each `PROVIDERSTATUS` of this use.
    pub(in crate::hosts::signalk) history: Vec<Js>,
}

impl Status {
    /// Its text.
    pub(in crate::hosts::signalk) fn message(&self) -> Option<&str> {
        self.entry.as_ref()?.get("message")?.as_text()
    }
}

impl World {
    /// `setPluginStatus` and `setPluginError`: an empty text deletes the entry, and nobody is told.
    pub(super) fn set_status(&mut self, kind: &str, message: &str) {
        if message.is_empty() {
            self.status.entry = None;
            return;
        }
        let mut entry = self.status.entry.take().unwrap_or_else(|| Js::Object(Vec::new()));
        let text = |entry: &Js, key: &str| entry.get(key).and_then(Js::as_text).map(str::to_owned);
        if text(&entry, "type").as_deref() == Some("error")
            && let (Some(last), Some(time)) = (text(&entry, "message").filter(|last| last != message), text(&entry, "timeStamp"))
        {
            entry.set("lastError", Js::Text(last));
            entry.set("lastErrorTimeStamp", Js::Text(time));
        }
        entry.set("message", Js::text(message));
        entry.set("type", Js::text(kind));
        entry.set("id", Js::text(&self.package));
        entry.set("statusType", Js::text("plugin"));
        entry.set("timeStamp", Js::text(self.clock.iso()));
        self.status.history.push(entry.clone());
        self.status.entry = Some(entry);
    }
}

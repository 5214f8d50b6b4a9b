//! What the server makes of a delta before anybody gets it.

use super::World;
use crate::hosts::signalk::js::Js;

/// The own vessel.
pub(in crate::hosts::signalk) const SELF: &str = "vessels.urn:mrn:signalk:uuid:c0d79334-4e25-4245-8892-54e8ccc8021d";

/// Keys of the own vessel's root that no plugin changes.
const ROOT: [&str; 2] = ["name", "mmsi"];
/// Paths of the own vessel that no plugin changes.
const STATIC: [&str; 6] =
    ["design.aisShipType", "design.beam", "design.length", "design.draft", "sensors.gps.fromBow", "sensors.gps.fromCenter"];

/// A delta that has passed the server's rules.
#[derive(Debug, Clone)]
pub(in crate::hosts::signalk) struct Delta {
    pub(in crate::hosts::signalk) value: Js,
    /// Of version 2: it does not reach the data model.
    pub(in crate::hosts::signalk) v2: bool,
}

impl World {
    /// `app.handleMessage`: completes the delta, drops what is not valid. Whoever called must then [`publish`] it.
    ///
    /// [`publish`]: super::super::publish::publish
    pub(in crate::hosts::signalk) fn handle_message(&mut self, provider: &str, mut delta: Js, v2: bool) {
        let Some(Js::List(updates)) = delta.get("updates").cloned() else {
            self.debug(&format!("a delta of {provider} without a list of updates was dropped"));
            return;
        };
        if delta.get("context").is_none_or(|context| context.as_text() == Some("vessels.self")) {
            delta.set("context", Js::text(SELF));
        }
        let own_context = delta.get("context").and_then(Js::as_text) == Some(SELF);
        let valid: Vec<Js> = updates.into_iter().filter_map(|update| self.complete(provider, update)).collect();
        if valid.is_empty() {
            self.debug(&format!("a delta of {provider} without a valid update was dropped"));
            return;
        }
        let kept = if own_context { valid.into_iter().filter_map(without_identity).collect() } else { valid };
        delta.set("updates", Js::List(kept));
        let own = provider == self.package;
        let notifications = self.take_notifications(&mut delta);
        let notifications = notifications.into_iter().map(|value| Delta { value, v2: false });
        for delta in notifications.chain([Delta { value: delta, v2 }]).collect::<Vec<_>>() {
            if own && delta.value.get("updates").and_then(Js::as_list).is_some_and(|updates| !updates.is_empty()) {
                self.deltas.push(delta.clone());
            }
            self.pending.push_back(delta);
        }
    }

    /// The update with source and time; `None`: it is discarded.
    fn complete(&self, provider: &str, mut update: Js) -> Option<Js> {
        if !is_valid(&update) {
            return None;
        }
        let truthy = |update: &Js, key: &str| update.get(key).is_some_and(Js::is_truthy);
        match update.get("source").cloned() {
            Some(mut source) => {
                let label = source.get("label").and_then(Js::as_text).unwrap_or_default();
                if label.is_empty() || !label.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)) {
                    source.set("label", Js::text(provider));
                }
                if !truthy(&update, "$source") {
                    update.set("$source", Js::text(source_ref(&source)));
                }
                update.set("source", source);
            }
            None if update.get("$source").is_none() => update.set("$source", Js::text(provider)),
            None => {}
        }
        if !truthy(&update, "timestamp") {
            update.set("timestamp", Js::text(self.clock.iso()));
        }
        if update.get("meta").is_some_and(|meta| meta.as_list().is_none()) {
            update.remove("meta");
        }
        (update.get("values").is_some() || update.get("meta").is_some()).then_some(update)
    }
}

/// `getSourceId`.
fn source_ref(source: &Js) -> String {
    let field = |key: &str| source.get(key).filter(|value| value.is_truthy()).map(Js::to_text);
    let label = field("label").unwrap_or_else(|| "undefined".to_owned());
    match (field("src"), field("pgn"), field("talker")) {
        (Some(src), _, _) => format!("{label}.{src}"),
        (None, Some(_), _) => label,
        (None, None, Some(talker)) => format!("{label}.{talker}"),
        (None, None, None) => format!("{label}.XX"),
    }
}

/// `isValidUpdate`.
fn is_valid(update: &Js) -> bool {
    if !matches!(update, Js::Object(_) | Js::List(_)) {
        return false;
    }
    match update.get("values") {
        None => true,
        Some(Js::List(values)) => values.iter().all(|value| value.get("path").is_some_and(|path| path.as_text().is_some())),
        Some(_) => false,
    }
}

/// `filterStaticSelfData`: the own vessel's identity is the server's.
fn without_identity(mut update: Js) -> Option<Js> {
    let defaults = update.get("$source").and_then(Js::as_text) == Some("defaults");
    let Some(Js::List(values)) = update.get("values").cloned().filter(|_| !defaults) else { return Some(update) };
    let kept: Vec<Js> = values.into_iter().filter_map(without_key).collect();
    if !kept.is_empty() {
        update.set("values", Js::List(kept));
        return Some(update);
    }
    update.remove("values");
    update.get("meta").is_some().then_some(update)
}

fn without_key(mut entry: Js) -> Option<Js> {
    let path = entry.get("path").and_then(Js::as_text).unwrap_or_default().to_owned();
    if STATIC.contains(&path.as_str()) {
        return None;
    }
    let Some(mut root @ Js::Object(_)) = entry.get("value").cloned().filter(|_| path.is_empty()) else { return Some(entry) };
    ROOT.iter().for_each(|key| root.remove(key));
    if let Some(mut communication @ Js::Object(_)) = root.get("communication").cloned()
        && communication.get("callsignVhf").is_some()
    {
        communication.remove("callsignVhf");
        if matches!(&communication, Js::Object(fields) if fields.is_empty()) {
            root.remove("communication");
        } else {
            root.set("communication", communication);
        }
    }
    if matches!(&root, Js::Object(fields) if fields.is_empty()) {
        return None;
    }
    entry.set("value", root);
    Some(entry)
}

//! What a plugin tells the server.

use anyhost_abi::signalk::rules;
use serde_json::Value;

use super::is_mended;
use crate::hosts::signalk::js::Js;
use crate::record::HostCall;
use crate::report::Finding;
use crate::sandbox::{is_cut, is_outside};
use crate::text::shorten;

/// Keys of the own vessel's root, and paths, that are filtered out.
const IDENTITY: [&str; 2] = ["name", "mmsi"];
const STATIC: [&str; 7] = [
    "communication.callsignVhf",
    "design.aisShipType",
    "design.beam",
    "design.length",
    "design.draft",
    "sensors.gps.fromBow",
    "sensors.gps.fromCenter",
];

/// Capabilities that can be asked for.
const ASKED: [&str; 2] = ["network", "rawSockets"];

/// What is wrong with a call of a host function.
pub(in crate::hosts::signalk) fn emitted(call: &HostCall) -> Vec<Finding> {
    let Some(name) = call.import.strip_prefix("env.") else { return Vec::new() };
    let args: Vec<&Value> = call.args.as_array().into_iter().flatten().collect();
    // Of what is too long to be kept nothing is known.
    if args.iter().any(|arg| is_cut(arg)) {
        return Vec::new();
    }
    let mut findings = texts(name, &args);
    if !findings.is_empty() {
        return findings;
    }
    let text = |at: usize| args.get(at).and_then(|arg| arg.as_str()).unwrap_or_default();
    let mut say = |rule, detail: String| findings.push(Finding::new(rule, &detail));
    match name {
        "sk_handle_message" => {
            if let Some(version) = args.get(1).and_then(|arg| arg.as_i64()).filter(|version| !(0..=2).contains(version)) {
                say(&rules::DELTA_VERSION, format!("a delta is emitted with version {version}"));
            }
            if let Some(arg) = args.first() {
                delta(&Js::from(*arg), &mut findings);
            }
        }
        "sk_publish_notification" => {
            let value = args.get(1).map(ToString::to_string).unwrap_or_default();
            if call.result.as_i64() == Some(-1) {
                say(&rules::NOTIFICATION, format!("the notification of `{}` is {}", shorten(text(0)), shorten(&value)));
            } else if !text(0).starts_with("notifications.") {
                say(&rules::NOTIFICATION_PATH, format!("a notification is published as `{}`", shorten(text(0))));
            }
        }
        "sk_set_status" | "sk_set_error" if text(0).is_empty() => {
            say(&rules::STATUS_EMPTY, format!("`{name}` is called with an empty text"));
        }
        "sk_save_config" if !args.first().is_some_and(|config| config.is_object()) => {
            let value = args.first().map(ToString::to_string).unwrap_or_default();
            say(&rules::SAVED_CONFIG, format!("the configuration that is saved is {}", shorten(&value)));
        }
        "sk_has_capability" if !ASKED.contains(&text(0)) => {
            say(&rules::CAPABILITY_QUERY, format!("`{name}` is asked for `{}`", shorten(text(0))));
        }
        "sk_emit_binary_stream" if call.result.as_i64() == Some(0) => {
            say(&rules::STREAM_ID, format!("the stream is `{}`", shorten(text(0))));
        }
        _ => {}
    }
    findings
}

/// Texts that the server cannot read as they are.
fn texts(name: &str, args: &[&Value]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for arg in args {
        if is_outside(arg) {
            findings.push(Finding::new(
                &rules::TEXT_BOUNDS,
                &format!("`{name}` is called with {}", arg.as_str().unwrap_or_default()),
            ));
        } else if is_mended(&arg.to_string()) {
            findings.push(Finding::new(&rules::TEXT_UTF8, &format!("`{name}` is called with {}", shorten(&arg.to_string()))));
        }
    }
    findings
}

/// A delta that the server could parse: what of it it drops or changes.
fn delta(delta: &Js, findings: &mut Vec<Finding>) {
    let mut say = |rule, detail: String| findings.push(Finding::new(rule, &detail));
    let Some(updates) = delta.get("updates").and_then(Js::as_list) else {
        return say(&rules::DELTA_JSON, format!("the delta is {}", shorten(&delta.to_json())));
    };
    let own = delta.get("context").is_none_or(|context| context.as_text().is_some_and(|context| context == "vessels.self"));
    for update in updates {
        let shown = || shorten(&update.to_json());
        let (values, meta) = (update.get("values"), update.get("meta"));
        let is_list = |part: Option<&Js>| part.is_some_and(|part| part.as_list().is_some());
        if !(is_list(values) || is_list(meta)) || (meta.is_some() && !is_list(meta)) {
            say(&rules::DELTA_EMPTY, format!("an update is {}", shown()));
        }
        for entry in values.and_then(Js::as_list).unwrap_or_default() {
            let Some(path) = entry.get("path").and_then(Js::as_text) else {
                say(&rules::DELTA_VALUE, format!("an entry of `values` is {}", shorten(&entry.to_json())));
                continue;
            };
            let value = entry.get("value");
            let root = path.is_empty() && IDENTITY.iter().any(|key| value.is_some_and(|value| value.get(key).is_some()));
            if own && (root || STATIC.contains(&path)) {
                say(&rules::DELTA_IDENTITY, format!("an entry of `values` is {}", shorten(&entry.to_json())));
            }
        }
        let label = update.get("source").and_then(|source| source.get("label")).and_then(Js::as_text);
        let plain = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        if let Some(label) = label.filter(|label| !plain(label)) {
            say(&rules::DELTA_LABEL, format!("a source is labelled `{}`", shorten(label)));
        }
    }
}

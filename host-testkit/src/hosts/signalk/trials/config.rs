//! Starts, with configurations of every kind.

use anyhost_abi::signalk::rules;

use super::{Seen, Trial, when};
use crate::hosts::signalk::js::Js;

/// How deep schemas are read.
const DEPTH: usize = 8;

impl Trial<'_> {
    pub(super) fn configs(&mut self, schema: &Js) {
        let (defaults, sample) = (filled(schema, false, DEPTH), filled(schema, true, DEPTH));
        let none = self.starts("no configuration", None);
        let with_defaults = self.starts("the schema's defaults", Some(defaults.clone()));
        let with_sample = if none || with_defaults { false } else { self.starts("a value for each field", Some(sample.clone())) };
        self.good = match (none, with_defaults, with_sample) {
            (_, true, _) => Some(Some(defaults.clone())),
            (true, ..) => Some(None),
            (.., true) => Some(Some(sample)),
            _ => None,
        };
        if !none {
            if with_defaults {
                self.say(&rules::OWN_DEFAULTS, "without a configuration the start fails, with the schema's defaults it does not");
            } else if self.starts_bare(&defaults) {
                self.say(&rules::ENABLE_DEBUG, "the start fails with `enableDebug` in the configuration, and not without it");
            } else {
                self.say(&rules::NEEDS_CONFIG, "without a configuration the start fails");
            }
        }
        self.odd_configs(schema, &defaults);
    }

    /// Whether a new instance starts.
    fn starts(&mut self, label: &str, config: Option<Js>) -> bool {
        let Some(mut guest) = self.guest() else { return false };
        let (started, seen) = self.start(&mut guest, config, when(label));
        self.silent(started, &seen, label);
        started
    }

    /// A start that fails and says nothing.
    fn silent(&mut self, started: bool, seen: &Seen, label: &str) {
        if !started && !seen.trapped() && !seen.called("sk_set_error") {
            self.say(&rules::SILENT_FAILURE, &format!("with {label} the start fails without a text"));
        }
    }

    /// Whether it starts with the configuration alone, as no server hands it over.
    fn starts_bare(&mut self, config: &Js) -> bool {
        let text = config.to_json();
        let Some(mut guest) = self.guest() else { return false };
        let quiet = super::When { quiet: true, ..when("the configuration alone") };
        self.event(&mut guest, quiet, |server| server.start_with(text.as_bytes()).is_ok()).0
    }

    /// Values of other types than the schema says, and values that no schema speaks of.
    fn odd_configs(&mut self, schema: &Js, defaults: &Js) {
        let good = self.good.clone();
        for (label, config) in odd(schema, defaults) {
            let Some(mut guest) = self.guest() else { return };
            let (started, seen) = self.start(&mut guest, Some(config), when(&label));
            self.silent(started, &seen, &label);
            let Some(good) = good.clone().filter(|_| !started && !seen.trapped()) else { continue };
            let quiet = super::When { quiet: true, ..when(&label) };
            let (again, seen) = self.start(&mut guest, good, quiet);
            if !again {
                let how = if seen.trapped() { "traps" } else { "fails" };
                self.say(&rules::START_AGAIN, &format!("after a start that failed, with {label}, the next one {how}"));
            }
        }
    }
}

/// Each field with a value of each other type, and the whole with other fields.
fn odd(schema: &Js, defaults: &Js) -> Vec<(String, Js)> {
    let values = [
        ("null", Js::Null),
        ("a text", Js::text("text")),
        ("a number", Js::Number(-1.5)),
        ("a boolean", Js::Bool(true)),
        ("a list", Js::List(vec![Js::Null])),
        ("an object", Js::object([("a", Js::Null)])),
    ];
    let with = |name: &str, value: &Js| {
        let mut config = match defaults {
            Js::Object(_) => defaults.clone(),
            _ => Js::Object(Vec::new()),
        };
        config.set(name, value.clone());
        config
    };
    let mut configs = Vec::new();
    if let Some(Js::Object(properties)) = schema.get("properties") {
        for (name, _) in properties.iter().take(16) {
            configs.extend(values.iter().map(|(label, value)| (format!("{label} as `{name}`"), with(name, value))));
        }
    }
    configs.push((
        "a key that the schema does not have".into(),
        with("anyhostUnknown", &Js::object([("deep", Js::List(vec![Js::Null]))])),
    ));
    configs.push(("a list as the configuration".into(), Js::List(vec![Js::Number(1.0)])));
    configs.push(("100 kB in the configuration".into(), with("anyhostLong", &Js::text("☸ ".repeat(25_000)))));
    configs
}

/// A value for a schema: its defaults, and with `all` one for each field without a default.
fn filled(schema: &Js, all: bool, depth: usize) -> Js {
    let mut config = Js::Object(Vec::new());
    let Some(Js::Object(properties)) = schema.get("properties").filter(|_| depth > 0) else { return config };
    for (name, property) in properties {
        let ty = property.get("type").map(Js::to_text).unwrap_or_default();
        let value = match property.get("default") {
            Some(value) => value.clone(),
            None if ty == "object" && property.get("properties").is_some() => filled(property, all, depth - 1),
            None if !all => continue,
            None => match (property.get("enum").and_then(Js::as_list).and_then(<[Js]>::first), ty.as_str()) {
                (Some(first), _) => first.clone(),
                (_, "number" | "integer") => property.get("minimum").cloned().unwrap_or(Js::Number(1.0)),
                (_, "boolean") => Js::Bool(true),
                (_, "array") => Js::List(Vec::new()),
                (_, "object") => Js::Object(Vec::new()),
                _ => Js::text("text"),
            },
        };
        config.set(name, value);
    }
    config
}

//! What a run and a check find, as the command line prints it with `--json`.

use std::collections::BTreeMap;

use anyhost_abi::{Host, Level, Rule};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::record::{HostCall, Log};
use crate::settings::Settings;

/// One run of a plugin.
#[derive(Debug, Clone, Serialize)]
pub struct RunReport {
    /// The host's id.
    pub host: &'static str,
    /// The dialect's id.
    pub dialect: &'static str,
    /// All switches.
    pub settings: Settings,
    /// The file, as it was named.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// No trap, no finding of level error, no error in the host's own form.
    pub ok: bool,
    /// What the host got, parsed as the host parses it.
    pub result: Option<Box<RawValue>>,
    /// The same, as the exact text.
    pub raw: Option<String>,
    /// The error in the host's own form, or the host's own words.
    pub error: Option<String>,
    /// Why the plugin did not come back; a panic's text where it can be read.
    pub trap: Option<String>,
    /// Rules that it broke.
    pub findings: Vec<Finding>,
    /// What it logged.
    pub logs: Vec<Log>,
    /// The host functions that it called.
    pub calls: Vec<HostCall>,
    /// Fuel of the calls of one use: allocate, call, free, and on a fresh instance its start-up.
    pub fuel: u64,
    /// Most pages of memory that it held.
    pub pages: u64,
    /// On hosts where a use has several steps, what came of them: `deltas`, `status`, `statuses`, `responses`.
    #[serde(flatten)]
    pub scenario: Option<ScenarioReport>,
}

/// What came of a use with several steps.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ScenarioReport {
    /// Deltas that the plugin emitted, as the server sent them on.
    pub deltas: Vec<Box<RawValue>>,
    /// The text of the plugin's status entry, if it has one.
    pub status: Option<String>,
    /// Each change of that entry that clients were told.
    pub statuses: Vec<Box<RawValue>>,
    /// What each step was answered; null where it has no answer.
    pub responses: Vec<Box<RawValue>>,
    /// What the host's data model says in the end: values of the own vessel, by path.
    #[serde(skip)]
    pub values: BTreeMap<String, Box<RawValue>>,
}

/// What a host would make of a plugin.
#[derive(Debug, Clone, Serialize)]
pub struct Verdict {
    /// The host's id.
    pub host: &'static str,
    /// The dialect's id.
    pub dialect: &'static str,
    /// All switches.
    pub settings: Settings,
    /// The file, as it was named.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// Whether the host comes as far as the first call of the author's code; `None`: not judged.
    pub loads: Option<bool>,
    /// Whether it loads and breaks no rule; `None`: not judged.
    pub conforms: Option<bool>,
    /// Rules that it broke, and what is worth knowing.
    pub findings: Vec<Finding>,
}

/// A rule that a plugin breaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How bad that is.
    #[serde(serialize_with = "level")]
    pub level: Level,
    /// What is wrong, what the host does then, what to write instead.
    pub message: String,
    /// How and where the rule was learnt.
    pub source: String,
    /// Why it is accepted, if a maintainer has waived it; then it does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived: Option<String>,
}

impl Finding {
    /// A break of the rule. `detail` says what is wrong here; the host's reaction and the way out come from the rule.
    #[must_use]
    pub fn new(rule: &'static Rule, detail: &str) -> Self {
        let detail = if detail.is_empty() { rule.title } else { detail };
        Self {
            rule: rule.id,
            level: rule.level,
            message: format!("{} {}. {}.", ended(detail), sentence(rule.breaks), sentence(rule.fix)),
            source: format!("{}: {}", rule.source.mark.as_str(), rule.source.at),
            waived: None,
        }
    }
}

impl Finding {
    /// A note on what anyhost itself does not judge.
    pub(crate) fn unjudged(host: &'static Host, message: &str) -> Option<Self> {
        Some(Self::new(host.unjudged()?, message))
    }
}

/// Without the full stop that is put back after it.
fn trimmed(text: &str) -> &str {
    text.trim_end_matches(['.', ' ', '\n'])
}

/// With a full stop, unless it ends otherwise.
fn ended(text: &str) -> String {
    let text = trimmed(text);
    if text.ends_with(['?', '!']) { text.to_owned() } else { format!("{text}.") }
}

/// The text with a capital, unless it begins with a name.
fn sentence(text: &str) -> String {
    let text = trimmed(text);
    let word = text.split([' ', ',', ';', ':']).next().unwrap_or_default();
    if !word.chars().all(|letter| letter.is_ascii_alphabetic() || letter == '\'') {
        return text.to_owned();
    }
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

fn level<S: Serializer>(level: &Level, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(level.as_str())
}

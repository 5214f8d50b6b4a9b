//! What a maintainer settles in a file: versions of hosts, levels of rules, findings that are accepted.
//!
//! ```toml
//! strict = true                  # warnings count as errors
//!
//! [hosts.flow-like]
//! version = "E1"                 # what its emulator is set to
//! set = { memory = "enforced" }  # further switches
//!
//! [rules]
//! FL210 = "error"                # or "warning", "note", "off"
//!
//! [[waive]]
//! rule = "FL403"
//! file = "*/legacy.wasm"         # without it every file
//! reason = "restarted after each run"
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhost_abi::{Dialect, HOSTS, Host, Level};
use serde::{Deserialize, Serialize};

use crate::build::{closest, host_named};
use crate::report::{Finding, Verdict};
use crate::{Error, Settings};

/// What a maintainer settles.
#[derive(Debug, Clone, Default)]
pub struct Config {
    hosts: BTreeMap<&'static str, Pin>,
    /// How findings count.
    pub policy: Policy,
}

/// How findings count: levels first, then `strict`, then what is waived.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Levels by rule; `None` is off.
    levels: BTreeMap<&'static str, Option<Level>>,
    /// What is accepted.
    pub waivers: Vec<Waiver>,
    /// Warnings count as errors.
    pub strict: bool,
}

/// Findings that are accepted, and why.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The rule's id.
    pub rule: String,
    /// The files, `*` for any text; every file without it.
    #[serde(default)]
    pub file: Option<String>,
    /// Why they are accepted.
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    strict: bool,
    #[serde(default)]
    hosts: BTreeMap<String, Pin>,
    #[serde(default)]
    rules: BTreeMap<String, String>,
    #[serde(default)]
    waive: Vec<Waiver>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pin {
    version: Option<String>,
    #[serde(default)]
    set: BTreeMap<String, String>,
}

impl Config {
    /// The file that is looked for in a plugin's folder.
    pub const FILE: &str = "anyhost-check.toml";

    /// The file of this name in the folder, if there is one, with where it lies.
    ///
    /// # Errors
    ///
    /// As [`Config::read`].
    pub fn beside(folder: &Path) -> Result<Option<(PathBuf, Self)>, Error> {
        let file = folder.join(Self::FILE);
        if file.is_file() { Self::read(&file).map(|config| Some((file, config))) } else { Ok(None) }
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, and as [`Config::parse`].
    pub fn read(file: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(file).map_err(|source| Error::Io { path: file.to_owned(), source })?;
        Self::parse(&file.display().to_string(), &text)
    }

    /// Reads a file's text. `file` is its name, for messages.
    ///
    /// # Errors
    ///
    /// What is not TOML of this form; a host, version, rule, level or reason that is not there. The message says what to write.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let error = |message: String| Error::Setting(format!("{file}: {message}"));
        let parsed: File = toml::from_str(text).map_err(|problem| error(problem.to_string()))?;
        let mut config = Self::default();
        for (id, pin) in parsed.hosts {
            let host = host_named(&id).map_err(|problem| error(problem.to_string()))?;
            if let Some(version) = pin.version.as_deref().filter(|id| host.version(id).is_none()) {
                let dialect = host.dialect(None).ok_or_else(|| error(format!("{} has no dialect", host.id)))?;
                let problem = Settings::of_version(host, dialect, version, &[]).err();
                return Err(error(problem.map(|problem| problem.to_string()).unwrap_or_default()));
            }
            config.hosts.insert(host.id, pin);
        }
        for (id, level) in parsed.rules {
            let rule = rule(&id).map_err(error)?;
            let level = match level.as_str() {
                "off" => None,
                "note" => Some(Level::Note),
                "warning" => Some(Level::Warning),
                "error" => Some(Level::Error),
                other => return Err(error(format!("rule {rule} cannot be `{other}`, only error, warning, note, off"))),
            };
            config.policy.levels.insert(rule, level);
        }
        for waiver in &parsed.waive {
            rule(&waiver.rule).map_err(error)?;
            if waiver.reason.trim().is_empty() {
                return Err(error(format!("the waiver of {} has no reason: say why the finding is accepted", waiver.rule)));
            }
        }
        config.policy.waivers = parsed.waive;
        config.policy.strict = parsed.strict;
        Ok(config)
    }

    /// The settings of a host: the pinned version, the file's switches, and these on top. Switches that the dialect does not
    /// have are passed over.
    ///
    /// # Errors
    ///
    /// As [`Settings::parse`].
    pub fn settings(&self, host: &'static Host, dialect: &Dialect, pairs: &[(&str, &str)]) -> Result<Settings, Error> {
        let pin = self.hosts.get(host.id).cloned().unwrap_or_default();
        let own = pin.set.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let all: Vec<(&str, &str)> = own.chain(pairs.iter().copied()).collect();
        match pin.version.as_deref() {
            Some(version) => Settings::of_version(host, dialect, version, &all),
            None => Settings::parse(host, dialect, &all),
        }
    }
}

/// The rule's id, if there is such a rule.
fn rule(id: &str) -> Result<&'static str, String> {
    let rules = || HOSTS.iter().flat_map(|host| host.rules).map(|rule| rule.id);
    let lower: Vec<String> = rules().map(str::to_lowercase).collect();
    rules().find(|rule| *rule == id).ok_or_else(|| match closest(id, lower.iter().map(String::as_str)) {
        Some(near) => format!("there is no rule `{id}`; did you mean `{}`?", near.to_uppercase()),
        None => format!("there is no rule `{id}`: `anyhost hosts HOST` lists them"),
    })
}

impl Policy {
    /// The rules as they are; with `strict`, warnings count as errors.
    #[must_use]
    pub fn new(strict: bool) -> Self {
        Self { strict, ..Self::default() }
    }

    /// The findings of a file as they count.
    pub(crate) fn apply(&self, findings: Vec<Finding>, file: &str) -> Vec<Finding> {
        let levelled = findings.into_iter().filter_map(|finding| match self.levels.get(finding.rule) {
            Some(level) => Some(Finding { level: (*level)?, ..finding }),
            None => Some(finding),
        });
        let counted = levelled.map(|mut finding| {
            if self.strict && finding.level == Level::Warning {
                finding.level = Level::Error;
            }
            let waiver = self.waivers.iter().find(|waiver| waiver.covers(finding.rule, file));
            finding.waived = waiver.map(|waiver| waiver.reason.clone());
            finding
        });
        counted.collect()
    }

    /// Waivers that none of these verdicts needs, of those about rules of their hosts.
    #[must_use]
    pub fn unused(&self, verdicts: &[Verdict]) -> Vec<&Waiver> {
        let judged = |waiver: &Waiver| {
            let has = |verdict: &Verdict| anyhost_abi::host(verdict.host).is_some_and(|host| host.rule(&waiver.rule).is_some());
            verdicts.iter().any(has)
        };
        let needed = |waiver: &Waiver| {
            let found = |verdict: &Verdict| verdict.findings.iter().any(|finding| waiver.covers(finding.rule, &verdict.file));
            verdicts.iter().any(found)
        };
        self.waivers.iter().filter(|waiver| judged(waiver) && !needed(waiver)).collect()
    }
}

impl Waiver {
    fn covers(&self, rule: &str, file: &str) -> bool {
        self.rule == rule && self.file.as_ref().is_none_or(|pattern| matches(pattern, &file.replace('\\', "/")))
    }
}

/// Whether the text is as the pattern says, in which `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(text) = text.strip_prefix(start) else { return false };
    (0..=text.len()).filter(|at| text.is_char_boundary(*at)).any(|at| matches(rest, &text[at..]))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        for (pattern, text) in [("*", ""), ("a.wasm", "a.wasm"), ("*/b.wasm", "x/y/b.wasm"), ("a*c*", "abcd"), ("*é", "aé")] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "ab"), ("*b", "bc"), ("a*b", "ba"), ("", "a")] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}

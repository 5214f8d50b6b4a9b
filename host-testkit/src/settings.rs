//! How a host's emulator is set.

use std::collections::BTreeMap;

use anyhost_abi::{Dialect, Host, Switch};
use serde::{Serialize, Serializer};

use crate::Error;

/// Values of a host's switches: `--set key=value`, the rest at their defaults. Serialises as a JSON object of all of them;
/// what a switch leaves to the host's version (`epoch`) is what that version does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    values: BTreeMap<String, String>,
    given: Vec<String>,
}

impl Settings {
    /// Takes the pairs, fills in the defaults.
    ///
    /// # Errors
    ///
    /// An unknown key or value; the message names the accepted ones.
    pub fn parse(host: &Host, dialect: &Dialect, pairs: &[(&str, &str)]) -> Result<Self, Error> {
        let switches: Vec<&Switch> = switches(host, dialect).collect();
        let mut values: BTreeMap<String, String> =
            switches.iter().filter_map(|switch| Some((switch.key.to_owned(), (*switch.values.first()?).to_owned()))).collect();
        let mut given = Vec::new();
        for (key, value) in pairs {
            let Some(switch) = switches.iter().find(|switch| switch.key == *key) else {
                let keys: Vec<&str> = switches.iter().map(|switch| switch.key).collect();
                let known = if keys.is_empty() { "it has none".into() } else { format!("it has {}", keys.join(", ")) };
                return Err(Error::Setting(format!("{} ({}) has no switch `{key}`: {known}", host.title, dialect.id)));
            };
            if !accepts(switch, value) {
                let values = switch.values.join(", ");
                return Err(Error::Setting(format!("switch `{key}` of {} does not take `{value}`, only {values}", host.title)));
            }
            values.insert((*key).to_owned(), (*value).to_owned());
            given.push((*key).to_owned());
        }
        for (key, leader) in values.clone() {
            let Some(value) = values.get(&leader) else { continue };
            let set = |sets: &[(&str, &str)], key: &str, value: &str| sets.contains(&(key, value));
            let version = host.versions.iter().find(|version| set(version.sets, &leader, value));
            let says = version.and_then(|version| version.sets.iter().find(|row| row.0 == key));
            if let Some((_, says)) = says {
                values.insert(key, (*says).to_owned());
            }
        }
        Ok(Self { values, given })
    }

    /// The same for a version of the host; pairs that are given come on top.
    ///
    /// # Errors
    ///
    /// A version that the host does not have, and as [`Settings::parse`].
    pub fn of_version(host: &Host, dialect: &Dialect, version: &str, pairs: &[(&str, &str)]) -> Result<Self, Error> {
        let Some(found) = host.version(version) else {
            let ids: Vec<&str> = host.versions.iter().map(|version| version.id).collect();
            let known = if ids.is_empty() { "only one is known".into() } else { format!("there is {}", ids.join(", ")) };
            return Err(Error::Setting(format!("{} has no version `{version}`: {known}", host.title)));
        };
        let has = |key: &str| switches(host, dialect).any(|switch| switch.key == key);
        let sets = found.sets.iter().copied().filter(|(key, _)| has(key));
        let all: Vec<(&str, &str)> = sets.chain(pairs.iter().copied()).collect();
        Self::parse(host, dialect, &all)
    }

    /// The value of a switch; empty for one that the dialect does not have.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        self.values.get(key).map_or("", String::as_str)
    }

    /// The value of a switch as a number, if it is one.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<u64> {
        self.get(key).parse().ok()
    }

    /// The same with one value changed.
    pub(crate) fn with(&self, key: &str, value: &str) -> Self {
        let mut changed = self.clone();
        changed.values.insert(key.to_owned(), value.to_owned());
        changed
    }

    /// The value of a switch, if it was set and is not a default that was filled in.
    #[must_use]
    pub fn given(&self, key: &str) -> Option<&str> {
        self.given.iter().any(|given| given == key).then(|| self.get(key))
    }
}

impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(&self.values)
    }
}

/// The switches that a dialect has.
fn switches(host: &Host, dialect: &Dialect) -> impl Iterator<Item = &'static Switch> {
    let id = dialect.id;
    host.switches.iter().filter(move |switch| switch.dialects.is_empty() || switch.dialects.contains(&id))
}

/// A value in angle brackets stands for any number.
fn accepts(switch: &Switch, value: &str) -> bool {
    switch.values.iter().any(|accepted| {
        if accepted.starts_with('<') {
            value.bytes().all(|b| b.is_ascii_digit()) && value.parse::<u64>().is_ok()
        } else {
            *accepted == value
        }
    })
}

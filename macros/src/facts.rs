//! What a node says of itself in words that hosts list: scores and permissions.

use crate::entries::{Entry, Value, entries};
use crate::errors::Errors;
use crate::hosts::Chosen;
use crate::messages;
use proc_macro2::Ident;
use syn::punctuated::Punctuated;
use syn::{LitInt, LitStr};

/// `scores(cost = 1, …)`
pub(crate) struct Scores {
    pub(crate) key: Ident,
    pub(crate) all: Vec<(Ident, LitInt)>,
}

/// `permissions("…", …)`
pub(crate) struct Permissions {
    pub(crate) key: Ident,
    pub(crate) all: Vec<LitStr>,
}

impl Scores {
    pub(crate) fn parse(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let Value::List(list) = &entry.value else {
            errors.at(&entry.key, messages::TAKES_SCORES);
            return None;
        };
        let mut all = Vec::new();
        for score in entries(list.clone(), errors) {
            match &score.value {
                Value::Equals(value) => match syn::parse2(value.clone()) {
                    Ok(number) => all.push((score.key, number)),
                    Err(_) => errors.at(value, messages::TAKES_SCORES),
                },
                Value::Flag | Value::List(_) => errors.at(&score.key, messages::TAKES_SCORES),
            }
        }
        Some(Self { key: entry.key.clone(), all })
    }

    /// Whether a chosen host has scores of these names, which are numbers of its scale.
    pub(crate) fn judge(&self, hosts: &[Chosen], errors: &mut Errors) {
        let known: Vec<&str> = hosts.iter().flat_map(|chosen| chosen.host.words.scores).copied().collect();
        let most = hosts.iter().map(|chosen| chosen.host.words.score_max).max().unwrap_or(0);
        if known.is_empty() {
            return errors.at(&self.key, messages::no_words("scores", &titles(hosts)));
        }
        for (i, (name, number)) in self.all.iter().enumerate() {
            let text = name.to_string();
            if !known.contains(&text.as_str()) {
                errors.at(name, messages::unknown_word("score", &text, &known));
            } else if self.all.iter().take(i).any(|(other, _)| other == name) {
                errors.at(name, messages::given_twice(name));
            } else if !number.base10_parse::<u8>().is_ok_and(|number| number <= most) {
                errors.at(number, messages::score_scale(most));
            }
        }
    }
}

impl Permissions {
    pub(crate) fn parse(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let parser = Punctuated::<LitStr, syn::Token![,]>::parse_terminated;
        match &entry.value {
            Value::List(list) => match syn::parse::Parser::parse2(parser, list.clone()) {
                Ok(all) if !all.is_empty() => return Some(Self { key: entry.key.clone(), all: all.into_iter().collect() }),
                Ok(_) => errors.at(&entry.key, messages::TAKES_PERMISSIONS),
                Err(_) => errors.at(list, messages::TAKES_PERMISSIONS),
            },
            _ => errors.at(&entry.key, messages::TAKES_PERMISSIONS),
        }
        None
    }

    /// Whether a chosen host knows them.
    pub(crate) fn judge(&self, hosts: &[Chosen], errors: &mut Errors) {
        let known: Vec<&str> = hosts.iter().flat_map(|chosen| chosen.host.words.permissions).copied().collect();
        if known.is_empty() {
            return errors.at(&self.key, messages::no_words("permissions", &titles(hosts)));
        }
        for (i, name) in self.all.iter().enumerate() {
            let text = name.value();
            if !known.contains(&text.as_str()) {
                errors.at(name, messages::unknown_word("permission", &text, &known));
            } else if self.all.iter().take(i).any(|other| other.value() == text) {
                errors.at(name, messages::given_twice(format!("\"{text}\"")));
            }
        }
    }
}

fn titles(hosts: &[Chosen]) -> String {
    let titles: Vec<_> = hosts.iter().map(|chosen| chosen.host.title).collect();
    titles.join(" and ")
}

//! The arguments of `#[node(…)]` and `#[plugin(…)]`.

use crate::errors::Errors;
use crate::facts::{Permissions, Scores};
use crate::hosts::{self, Chosen};
use crate::messages;
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::LitStr;
use syn::punctuated::Punctuated;

/// `key`, `key = value` or `key(value)`.
pub(crate) struct Entry {
    pub(crate) key: Ident,
    pub(crate) value: Value,
}

/// What stands behind a key.
pub(crate) enum Value {
    Flag,
    Equals(TokenStream),
    List(TokenStream),
}

/// Splits at commas. What cannot be read is an error of its own, so that the rest is still read.
pub(crate) fn entries(tokens: TokenStream, errors: &mut Errors) -> Vec<Entry> {
    let mut pieces = vec![Vec::new()];
    for token in tokens {
        match (&token, pieces.last_mut()) {
            (TokenTree::Punct(comma), _) if comma.as_char() == ',' => pieces.push(Vec::new()),
            (_, Some(piece)) => piece.push(token),
            (_, None) => {}
        }
    }
    pieces.into_iter().filter(|piece| !piece.is_empty()).filter_map(|piece| entry(piece, errors)).collect()
}

fn entry(piece: Vec<TokenTree>, errors: &mut Errors) -> Option<Entry> {
    let value = match piece.get(1) {
        None => Some(Value::Flag),
        Some(TokenTree::Punct(equals)) if equals.as_char() == '=' => Some(Value::Equals(piece.iter().skip(2).cloned().collect())),
        Some(TokenTree::Group(list)) if list.delimiter() == Delimiter::Parenthesis && piece.len() == 2 => {
            Some(Value::List(list.stream()))
        }
        Some(_) => None,
    };
    match (piece.first(), value) {
        (Some(TokenTree::Ident(key)), Some(Value::Equals(value))) if value.is_empty() => {
            errors.at(key, messages::value_missing(key));
        }
        (Some(TokenTree::Ident(key)), Some(value)) => return Some(Entry { key: key.clone(), value }),
        _ => {
            let tokens: TokenStream = piece.into_iter().collect();
            // `flow-like` and `"flow-like"` are how the host is called elsewhere.
            let name = tokens.to_string().replace(['"', ' '], "");
            match hosts::find(&name) {
                Some(host) => errors.at(tokens, messages::host_as_ident(&hosts::room(host))),
                None => errors.at(tokens, messages::NOT_AN_ENTRY),
            }
        }
    }
    None
}

/// The text of `key = "…"`.
pub(crate) fn text(entry: &Entry, example: &str, errors: &mut Errors) -> Option<LitStr> {
    let message = messages::takes_text(&entry.key, example);
    match &entry.value {
        Value::Equals(value) => match syn::parse2(value.clone()) {
            Ok(text) => Some(text),
            Err(_) => {
                errors.at(value, message);
                None
            }
        },
        Value::Flag | Value::List(_) => {
            errors.at(&entry.key, message);
            None
        }
    }
}

/// The place of a key that stands alone.
pub(crate) fn flag(entry: &Entry, errors: &mut Errors) -> Option<Span> {
    if !matches!(entry.value, Value::Flag) {
        errors.at(&entry.key, messages::takes_nothing(&entry.key));
    }
    Some(entry.key.span())
}

/// Keeps a value, unless there is one already.
pub(crate) fn set<T>(slot: &mut Option<T>, key: &Ident, value: Option<T>, errors: &mut Errors) {
    match slot {
        Some(_) => errors.at(key, messages::given_twice(key)),
        None => *slot = value,
    }
}

/// Which of the two attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// `#[node]` on a function that is a plugin by itself.
    Lone,
    /// `#[node]` in a `#[plugin] mod`.
    Inner,
    /// `#[plugin]`.
    Plugin,
}

/// The names that a function gives to its outputs.
pub(crate) enum OutputNames {
    /// `output = "…"`
    One(LitStr),
    /// `outputs("…", "…")`, and its place.
    Several(Ident, Vec<LitStr>),
    /// Names that could not be read.
    Refused,
}

/// The arguments of `#[node]` or `#[plugin]`.
#[derive(Default)]
pub(crate) struct Args {
    pub(crate) hosts: Vec<Chosen>,
    pub(crate) category: Option<LitStr>,
    pub(crate) name: Option<LitStr>,
    pub(crate) title: Option<LitStr>,
    pub(crate) icon: Option<LitStr>,
    pub(crate) docs: Option<LitStr>,
    pub(crate) pure_: Option<Span>,
    pub(crate) long_running: Option<Span>,
    pub(crate) scores: Option<Scores>,
    pub(crate) permissions: Option<Permissions>,
    pub(crate) outputs: Option<OutputNames>,
}

const NODE_KEYS: &[&str] =
    &["category", "name", "title", "icon", "docs", "pure", "long_running", "scores", "permissions", "output", "outputs"];
const PLUGIN_KEYS: &[&str] = &["category"];

impl Args {
    pub(crate) fn parse(tokens: TokenStream, place: Place, errors: &mut Errors) -> Self {
        let mut args = Self::default();
        let entries = entries(tokens, errors);
        let mut refused = !errors.is_empty();
        for entry in entries {
            let key = entry.key.to_string();
            let keys = if place == Place::Plugin { PLUGIN_KEYS } else { NODE_KEYS };
            if keys.contains(&key.as_str()) {
                args.set(&key, &entry, errors);
            } else if let Some(host) = hosts::find(&key) {
                refused = true;
                args.host(entry, host, place, errors);
            } else {
                refused = true;
                let message = if NODE_KEYS.contains(&key.as_str()) {
                    messages::key_of_node(&key)
                } else {
                    messages::unknown_key(&key, keys, if place == Place::Inner { Vec::new() } else { hosts::names() })
                };
                errors.at(&entry.key, message);
            }
        }
        if args.hosts.is_empty() && !refused && place != Place::Inner {
            errors.span(Span::call_site(), messages::no_hosts(place, &hosts::names()));
        }
        args
    }

    fn set(&mut self, key: &str, entry: &Entry, errors: &mut Errors) {
        match key {
            "category" => set(&mut self.category, &entry.key, text(entry, "Custom/Text", errors), errors),
            "name" => set(&mut self.name, &entry.key, text(entry, "split_text", errors), errors),
            "title" => set(&mut self.title, &entry.key, text(entry, "Split text", errors), errors),
            "icon" => set(&mut self.icon, &entry.key, text(entry, "/flow/icons/text.svg", errors), errors),
            "docs" => set(&mut self.docs, &entry.key, text(entry, "…", errors), errors),
            "long_running" => set(&mut self.long_running, &entry.key, flag(entry, errors), errors),
            "scores" => set(&mut self.scores, &entry.key, Scores::parse(entry, errors), errors),
            "permissions" => set(&mut self.permissions, &entry.key, Permissions::parse(entry, errors), errors),
            "pure" => set(&mut self.pure_, &entry.key, flag(entry, errors), errors),
            "output" => {
                let name = text(entry, "result", errors).map_or(OutputNames::Refused, OutputNames::One);
                set(&mut self.outputs, &entry.key, Some(name), errors);
            }
            _ => set(&mut self.outputs, &entry.key, Some(names(entry, errors)), errors),
        }
    }

    fn host(&mut self, entry: Entry, host: &'static anyhost_abi::Host, place: Place, errors: &mut Errors) {
        let room = hosts::room(host);
        if entry.key != room {
            errors.at(&entry.key, messages::host_as_ident(&room));
        } else if place == Place::Inner {
            errors.at(&entry.key, messages::HOST_ON_INNER);
        } else if self.hosts.iter().any(|chosen| std::ptr::eq(chosen.host, host)) {
            errors.at(&entry.key, messages::given_twice(&entry.key));
        } else if let Some(chosen) = hosts::choose(entry, host, errors) {
            self.hosts.push(chosen);
        }
    }
}

/// The names of `outputs("…", "…")`.
fn names(entry: &Entry, errors: &mut Errors) -> OutputNames {
    let parser = Punctuated::<LitStr, syn::Token![,]>::parse_terminated;
    match &entry.value {
        Value::List(list) => match syn::parse::Parser::parse2(parser, list.clone()) {
            Ok(names) if !names.is_empty() => {
                return OutputNames::Several(entry.key.clone(), names.into_iter().collect());
            }
            Ok(_) => errors.at(&entry.key, messages::TAKES_NAMES),
            Err(_) => errors.at(list, messages::TAKES_NAMES),
        },
        _ => errors.at(&entry.key, messages::TAKES_NAMES),
    }
    OutputNames::Refused
}

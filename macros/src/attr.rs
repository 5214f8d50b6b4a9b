//! The arguments of `#[node(…)]` and `#[plugin(…)]`.

use crate::entries::{Entry, Value, entries, flag, set, text};
use crate::errors::Errors;
use crate::facts::{Permissions, Scores};
use crate::hosts::{self, Chosen};
use crate::messages;
use anyhost_abi::{Dialect, Host, Shape, Support};
use proc_macro2::{Ident, Span, TokenStream};
use syn::LitStr;
use syn::punctuated::Punctuated;

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
                self::host(&mut args.hosts, entry, host, (Shape::Node, place), errors);
            } else {
                refused = true;
                let message = if NODE_KEYS.contains(&key.as_str()) {
                    messages::key_of_node(&key)
                } else {
                    messages::unknown_key(&key, keys, if place == Place::Inner { Vec::new() } else { hosts::names(Shape::Node) })
                };
                errors.at(&entry.key, message);
            }
        }
        if args.hosts.is_empty() && !refused && place != Place::Inner {
            errors.span(
                Span::call_site(),
                messages::no_hosts(if place == Place::Plugin { "plugin" } else { "node" }, &hosts::names(Shape::Node)),
            );
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
}

/// Adds the host of an entry to those of a plugin of this shape.
pub(crate) fn host(
    hosts: &mut Vec<Chosen>,
    entry: Entry,
    host: &'static Host,
    (shape, place): (Shape, Place),
    errors: &mut Errors,
) {
    let room = hosts::room(host);
    if entry.key != room {
        errors.at(&entry.key, messages::host_as_ident(&room));
    } else if place == Place::Inner {
        errors.at(&entry.key, messages::host_on_inner(shape));
    } else if hosts.iter().any(|chosen| std::ptr::eq(chosen.host, host)) {
        errors.at(&entry.key, messages::given_twice(&entry.key));
    } else {
        hosts.extend(choose(entry, host, shape, errors));
    }
}

/// The host of an entry in its dialects; none after an error.
pub(crate) fn choose(entry: Entry, host: &'static Host, shape: Shape, errors: &mut Errors) -> Vec<Chosen> {
    let ident = entry.key;
    if let Support::DataOnly(reason) = host.support {
        errors.at(ident, messages::host_not_built(host.title, reason, shape, &hosts::names(shape)));
        return Vec::new();
    }
    if host.shape != shape {
        errors.at(ident, messages::host_of_other_shape(host.title, shape, &hosts::names(shape)));
        return Vec::new();
    }
    let options = match entry.value {
        Value::Flag => Vec::new(),
        Value::List(list) => entries(list, errors),
        Value::Equals(value) => {
            errors.at(value, messages::host_option(&ident, host.dialects));
            return Vec::new();
        }
    };
    let mut dialects: Vec<_> = host.dialect(None).into_iter().collect();
    for option in options {
        if option.key != "dialect" {
            errors.at(&option.key, messages::host_option(&ident, host.dialects));
            return Vec::new();
        }
        let Some(id) = text(&option, "docs", errors) else { return Vec::new() };
        dialects = match dialect(&id, host, errors) {
            Some(dialect) => vec![dialect],
            // A route has another export in each dialect, so that one module can have both.
            None if id.value() == BOTH && shape == Shape::Route => host.dialects.iter().collect(),
            None => return Vec::new(),
        };
    }
    dialects.into_iter().map(|dialect| Chosen { ident: ident.clone(), host, dialect }).collect()
}

/// All dialects of a host at once.
const BOTH: &str = "both";

fn dialect(id: &LitStr, host: &'static Host, errors: &mut Errors) -> Option<&'static Dialect> {
    let dialect = host.dialect(Some(&id.value()));
    match dialect.map(|dialect| dialect.support) {
        None if id.value() == BOTH && host.shape == Shape::Route => None,
        None => {
            errors.at(id, messages::no_such_dialect(host.title, host.dialects));
            None
        }
        Some(Support::DataOnly(reason)) => {
            errors.at(id, messages::dialect_not_built(host.title, reason, host.dialects));
            None
        }
        Some(Support::Built) => dialect,
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

//! The arguments of `#[signalk_plugin(…)]`.

use crate::entries::{Entry, Value, entries, flag, set, text};
use crate::errors::Errors;
use crate::hosts::{self, Chosen};
use crate::messages;
use anyhost_abi::{Dialect, Host, Support};
use proc_macro2::{Ident, Span, TokenStream};
use syn::punctuated::Punctuated;
use syn::{LitStr, Token};

/// What the attribute said.
#[derive(Default)]
pub(crate) struct Args {
    pub(crate) name: Option<LitStr>,
    pub(crate) id: Option<LitStr>,
    /// An expression for the JSON Schema.
    pub(crate) schema: Option<TokenStream>,
    /// What the plugin says itself comes back to it.
    pub(crate) own_deltas: Option<Span>,
    /// Groups of exports, with what each is registered for.
    pub(crate) groups: Vec<(Ident, Vec<LitStr>)>,
}

const KEYS: &[&str] = &["name", "id", "schema", "own_deltas", "dialect"];

impl Args {
    /// The arguments, and the host in the dialect that they choose.
    pub(crate) fn parse(host: &'static Host, tokens: TokenStream, errors: &mut Errors) -> Option<(Self, Chosen)> {
        let (mut args, mut dialect) = (Self::default(), None);
        let entries = entries(tokens, errors);
        for entry in entries.iter().filter(|entry| entry.key == "dialect") {
            set(&mut dialect, &entry.key, text(entry, "docs", errors), errors);
        }
        let dialect = chosen(host, dialect, errors)?;
        for entry in entries {
            args.set(&entry, dialect, errors);
        }
        Some((args, Chosen { ident: Ident::new(&hosts::room(host), Span::call_site()), host, dialect }))
    }

    fn set(&mut self, entry: &Entry, dialect: &Dialect, errors: &mut Errors) {
        match entry.key.to_string().as_str() {
            "name" => set(&mut self.name, &entry.key, text(entry, "Anchor watch", errors), errors),
            "id" => set(&mut self.id, &entry.key, text(entry, "my-plugin", errors), errors),
            "schema" => match &entry.value {
                Value::Equals(value) => set(&mut self.schema, &entry.key, Some(value.clone()), errors),
                _ => errors.at(&entry.key, messages::TAKES_SCHEMA),
            },
            "own_deltas" => set(&mut self.own_deltas, &entry.key, flag(entry, errors), errors),
            "dialect" => {}
            key if groups(dialect).contains(&key) => self.group(entry, errors),
            key => {
                let keys: Vec<_> = KEYS.iter().copied().chain(groups(dialect)).collect();
                errors.at(&entry.key, messages::unknown_key(key, &keys, Vec::new()));
            }
        }
    }

    fn group(&mut self, entry: &Entry, errors: &mut Errors) {
        let parser = Punctuated::<LitStr, Token![,]>::parse_terminated;
        let texts = match &entry.value {
            Value::List(list) => syn::parse::Parser::parse2(parser, list.clone()).ok(),
            _ => None,
        };
        match texts {
            _ if self.groups.iter().any(|group| group.0 == entry.key) => {
                errors.at(&entry.key, messages::given_twice(&entry.key));
            }
            Some(texts) if !texts.is_empty() => self.groups.push((entry.key.clone(), texts.into_iter().collect())),
            _ => errors.at(&entry.key, messages::takes_texts(&entry.key)),
        }
    }
}

/// The groups of exports that a plugin may have.
fn groups(dialect: &Dialect) -> Vec<&'static str> {
    let mut groups: Vec<_> = dialect.exports.iter().filter(|export| export.emit).filter_map(|export| export.group).collect();
    groups.dedup();
    groups
}

fn chosen(host: &'static Host, id: Option<LitStr>, errors: &mut Errors) -> Option<&'static Dialect> {
    let text = id.as_ref().map(LitStr::value);
    let dialect = host.dialect(text.as_deref()).filter(|dialect| dialect.support == Support::Built);
    if let (None, Some(id)) = (dialect, id) {
        errors.at(id, messages::no_such_dialect(host.title, host.dialects));
    }
    dialect
}

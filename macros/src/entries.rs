//! What stands between the parentheses of an attribute.

use crate::errors::Errors;
use crate::{hosts, messages};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::LitStr;

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

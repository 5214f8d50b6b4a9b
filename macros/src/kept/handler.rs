//! `#[put(…)]`, `#[http(…)]` and `#[delta(…)]` on methods.

use super::{Method, Receiver};
use crate::entries::{Entry, entries, set, text};
use crate::errors::Errors;
use crate::messages;
use proc_macro2::{Ident, TokenStream};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, LitStr, Meta, Token, Type};

/// The context that is meant where none is said.
const OWN_VESSEL: &str = "vessels.self";

/// Takes requests to set a value.
pub(crate) struct Put {
    pub(crate) method: Method,
    pub(crate) context: String,
    pub(crate) path: LitStr,
    /// The type of the value, if the method takes it.
    pub(crate) value: Option<Type>,
}

/// Answers HTTP requests.
pub(crate) struct Endpoint {
    pub(crate) method: Method,
    /// Each a method of HTTP and a path.
    pub(crate) routes: Vec<(Ident, LitStr)>,
}

/// Is told of values, or of everything.
pub(crate) struct Event {
    pub(crate) method: Method,
    /// What is waited for; `None` is everything, whole.
    pub(crate) of: Option<Pattern>,
}

/// Which values.
pub(crate) struct Pattern {
    pub(crate) path: LitStr,
    /// `None` is the own vessel.
    pub(crate) context: Option<LitStr>,
    pub(crate) value: Type,
    /// The method takes what is known beside the value.
    pub(crate) update: bool,
}

/// What a method is, by its attributes.
pub(crate) enum Handler {
    Put(Attribute),
    Http(Vec<Attribute>),
    Delta(Attribute),
}

/// Takes the attributes of handlers away from a method.
pub(crate) fn take(attrs: &mut Vec<Attribute>, errors: &mut Errors) -> Option<Handler> {
    let is = |attr: &Attribute, name: &str| attr.path().segments.last().is_some_and(|last| last.ident == name);
    let (ours, others): (Vec<_>, Vec<_>) =
        attrs.drain(..).partition(|attr| ["put", "http", "delta"].iter().any(|name| is(attr, name)));
    *attrs = others;
    let first = ours.first()?.clone();
    if is(&first, "http") && ours.iter().all(|attr| is(attr, "http")) {
        return Some(Handler::Http(ours));
    }
    if let Some(second) = ours.get(1) {
        errors.at(second, messages::HANDLER_TWICE);
    }
    Some(if is(&first, "put") { Handler::Put(first) } else { Handler::Delta(first) })
}

pub(crate) fn put(attr: &Attribute, method: Method, errors: &mut Errors) -> Option<Put> {
    expect(&method, 1, messages::PUT_PARAMETERS, errors);
    let Some((Some(path), context)) = pattern(attr, messages::PUT_PATH, errors) else {
        errors.at(attr, messages::PUT_PATH);
        return None;
    };
    let context = context.map_or_else(|| OWN_VESSEL.to_owned(), |context| context.value());
    Some(Put { context, path, value: method.params.first().cloned(), method })
}

pub(crate) fn endpoint(attrs: &[Attribute], method: Method, errors: &mut Errors) -> Option<Endpoint> {
    expect(&method, usize::MAX, "", errors);
    let route = |input: ParseStream<'_>| Ok((input.parse::<Ident>()?, input.parse::<LitStr>()?));
    let mut routes = Vec::new();
    for attr in attrs {
        let read = match &attr.meta {
            Meta::List(list) => route.parse2(list.tokens.clone()).ok(),
            _ => None,
        };
        match read {
            Some(route) => routes.push(route),
            None => errors.at(attr, messages::HTTP_ROUTE),
        }
    }
    Some(Endpoint { method, routes })
}

pub(crate) fn event(attr: &Attribute, method: Method, errors: &mut Errors) -> Option<Event> {
    let (path, context) = match &attr.meta {
        Meta::Path(_) => (None, None),
        _ => pattern(attr, messages::DELTA_PATH, errors)?,
    };
    let of = match (path, context) {
        (None, Some(context)) => {
            errors.at(context, messages::DELTA_PATH);
            return None;
        }
        (None, None) => {
            expect(&method, 1, messages::DELTA_WHOLE, errors);
            if method.params.is_empty() {
                errors.at(&method.ident, messages::DELTA_WHOLE);
            }
            None
        }
        (Some(path), context) => {
            expect(&method, 2, messages::DELTA_PARAMETERS, errors);
            let Some(value) = method.params.first().cloned() else {
                errors.at(&method.ident, messages::DELTA_PARAMETERS);
                return None;
            };
            Some(Pattern { path, context, value, update: method.params.len() > 1 })
        }
    };
    Some(Event { method, of })
}

/// A path, and the context that stands behind it: `"a.b", context = "…"`.
fn pattern(attr: &Attribute, message: &str, errors: &mut Errors) -> Option<(Option<LitStr>, Option<LitStr>)> {
    let parser = |input: ParseStream<'_>| {
        let path: Option<LitStr> = if input.peek(LitStr) { Some(input.parse()?) } else { None };
        if !input.is_empty() && path.is_some() {
            input.parse::<Token![,]>()?;
        }
        Ok((path, input.parse::<TokenStream>()?))
    };
    let read = match &attr.meta {
        Meta::List(list) => parser.parse2(list.tokens.clone()).ok(),
        _ => None,
    };
    let Some((path, rest)) = read else {
        errors.at(attr, message);
        return None;
    };
    let mut context = None;
    for entry in entries(rest, errors) {
        key(&entry, &mut context, errors);
    }
    if let Some(empty) = [&path, &context].into_iter().flatten().find(|text| text.value().is_empty()) {
        errors.at(empty, messages::EMPTY_PATH);
    }
    Some((path, context))
}

fn key(entry: &Entry, context: &mut Option<LitStr>, errors: &mut Errors) {
    if entry.key == "context" {
        set(context, &entry.key, text(entry, OWN_VESSEL, errors), errors);
    } else {
        errors.at(&entry.key, messages::unknown_key(&entry.key.to_string(), &["context"], Vec::new()));
    }
}

/// A handler borrows the state, and takes so many parameters at most.
fn expect(method: &Method, most: usize, message: &str, errors: &mut Errors) {
    if method.receiver != Receiver::Reference {
        errors.at(&method.ident, messages::HANDLER_BORROWS);
    }
    if let Some(more) = method.params.get(most) {
        errors.at(more, message);
    }
}

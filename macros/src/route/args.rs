//! The arguments of `#[route(…)]`, and those of `#[plugin(…)]` around routes.

use crate::attr::{self, Place};
use crate::entries::{Entry, Value, entries, set};
use crate::errors::Errors;
use crate::hosts::{self, Chosen};
use crate::messages;
use anyhost_abi::Shape;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::{LitBool, LitInt, LitStr};

/// What was said of a plugin.
#[derive(Default)]
pub(crate) struct About {
    pub(crate) name: Option<LitStr>,
    pub(crate) permissions: Vec<Permission>,
    /// Expressions for JSON.
    pub(crate) pages: Option<TokenStream>,
    pub(crate) config: Option<TokenStream>,
}

/// What a plugin asks for.
pub(crate) enum Permission {
    /// One that the host knows.
    Known(LitStr),
    /// `custom("…")`
    Custom(LitStr),
}

/// The arguments.
#[derive(Default)]
pub(crate) struct Args {
    pub(crate) hosts: Vec<Chosen>,
    pub(crate) about: About,
    /// The method of HTTP and the path.
    pub(crate) route: Option<(Ident, LitStr)>,
    pub(crate) requires_auth: Option<bool>,
    pub(crate) rate_limit: Option<u32>,
    /// Of a route of several: what its users need.
    pub(crate) needs: Vec<LitStr>,
}

const PLUGIN_KEYS: &[&str] = &["name", "permissions", "pages", "config"];
const INNER_KEYS: &[&str] = &["requires_auth", "rate_limit", "permissions"];
const LONE_KEYS: &[&str] = &["requires_auth", "rate_limit", "name", "permissions", "pages", "config"];

impl Args {
    pub(crate) fn parse(tokens: TokenStream, place: Place, errors: &mut Errors) -> Self {
        let mut args = Self::default();
        let rest = if place == Place::Plugin { tokens } else { args.take_route(tokens, errors) };
        let entries = entries(rest, errors);
        let mut refused = !errors.is_empty();
        let keys = match place {
            Place::Plugin => PLUGIN_KEYS,
            Place::Inner => INNER_KEYS,
            Place::Lone => LONE_KEYS,
        };
        for entry in entries {
            let key = entry.key.to_string();
            if keys.contains(&key.as_str()) {
                args.set(&key, &entry, place, errors);
            } else if let Some(host) = hosts::find(&key) {
                refused = true;
                attr::host(&mut args.hosts, entry, host, (Shape::Route, place), errors);
            } else {
                refused = true;
                let message = if place == Place::Plugin && INNER_KEYS.contains(&key.as_str()) {
                    messages::key_of_route(&key)
                } else if place == Place::Inner && PLUGIN_KEYS.contains(&key.as_str()) {
                    messages::key_of_plugin(&key)
                } else {
                    let hosts = if place == Place::Inner { Vec::new() } else { hosts::names(Shape::Route) };
                    messages::unknown_key(&key, keys, hosts)
                };
                errors.at(&entry.key, message);
            }
        }
        if args.hosts.is_empty() && !refused && place != Place::Inner {
            let attribute = if place == Place::Plugin { "plugin" } else { "route" };
            errors.span(Span::call_site(), messages::no_hosts(attribute, &hosts::names(Shape::Route)));
        }
        args
    }

    /// Takes `GET "/path"` out of the arguments.
    fn take_route(&mut self, tokens: TokenStream, errors: &mut Errors) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ',');
        let mut rest = TokenStream::new();
        let mut given = false;
        for piece in tokens.split_inclusive(is_comma) {
            let content: &[TokenTree] = match piece {
                [content @ .., last] if is_comma(last) => content,
                all => all,
            };
            let [TokenTree::Ident(method), TokenTree::Literal(path)] = content else {
                rest.extend(piece.iter().cloned());
                continue;
            };
            given = true;
            match syn::parse2(TokenTree::from(path.clone()).into()) {
                Ok(_) if self.route.is_some() => errors.at(method, messages::ROUTE_TWICE_HERE),
                Ok(path) => self.route = Some((method.clone(), path)),
                Err(_) => errors.at(path, messages::ROUTE_ARGS),
            }
        }
        if !given {
            errors.span(Span::call_site(), messages::ROUTE_ARGS);
        }
        rest
    }

    fn set(&mut self, key: &str, entry: &Entry, place: Place, errors: &mut Errors) {
        match key {
            "name" => set(&mut self.about.name, &entry.key, crate::entries::text(entry, "my-plugin", errors), errors),
            "pages" => set(&mut self.about.pages, &entry.key, expression(entry, errors), errors),
            "config" => set(&mut self.about.config, &entry.key, expression(entry, errors), errors),
            "requires_auth" => set(&mut self.requires_auth, &entry.key, boolean(entry, errors), errors),
            "rate_limit" => set(&mut self.rate_limit, &entry.key, number(entry, errors), errors),
            _ if place == Place::Inner => self.needs = needs(entry, errors),
            _ => self.about.permissions = permissions(entry, errors),
        }
    }
}

fn expression(entry: &Entry, errors: &mut Errors) -> Option<TokenStream> {
    match &entry.value {
        Value::Equals(value) => Some(value.clone()),
        _ => {
            errors.at(&entry.key, messages::takes_json(&entry.key));
            None
        }
    }
}

fn boolean(entry: &Entry, errors: &mut Errors) -> Option<bool> {
    let read = match &entry.value {
        Value::Equals(value) => syn::parse2::<LitBool>(value.clone()).ok(),
        _ => None,
    };
    if read.is_none() {
        errors.at(&entry.key, messages::takes_bool(&entry.key));
    }
    read.map(|read| read.value)
}

fn number(entry: &Entry, errors: &mut Errors) -> Option<u32> {
    let read = match &entry.value {
        Value::Equals(value) => syn::parse2::<LitInt>(value.clone()).ok().and_then(|number| number.base10_parse().ok()),
        _ => None,
    };
    if read.is_none() {
        errors.at(&entry.key, messages::takes_number(&entry.key));
    }
    read
}

/// `permissions("…", "…")` of a route.
fn needs(entry: &Entry, errors: &mut Errors) -> Vec<LitStr> {
    let read = match &entry.value {
        Value::List(list) => {
            syn::parse::Parser::parse2(Punctuated::<LitStr, syn::Token![,]>::parse_terminated, list.clone()).ok()
        }
        _ => None,
    };
    read.filter(|texts| !texts.is_empty()).map(|texts| texts.into_iter().collect()).unwrap_or_else(|| {
        errors.at(&entry.key, messages::takes_texts(&entry.key));
        Vec::new()
    })
}

/// `permissions("…", custom("…"))` of a plugin.
fn permissions(entry: &Entry, errors: &mut Errors) -> Vec<Permission> {
    let parser = Punctuated::<Permission, syn::Token![,]>::parse_terminated;
    let read = match &entry.value {
        Value::List(list) => syn::parse::Parser::parse2(parser, list.clone()).ok(),
        _ => None,
    };
    read.filter(|all| !all.is_empty()).map(|all| all.into_iter().collect()).unwrap_or_else(|| {
        errors.at(&entry.key, messages::TAKES_GRANTS);
        Vec::new()
    })
}

impl syn::parse::Parse for Permission {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            return input.parse().map(Self::Known);
        }
        let custom: Ident = input.parse()?;
        let content;
        syn::parenthesized!(content in input);
        if custom != "custom" {
            return Err(syn::Error::new_spanned(custom, messages::TAKES_GRANTS));
        }
        content.parse().map(Self::Custom)
    }
}

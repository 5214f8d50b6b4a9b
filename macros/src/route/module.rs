//! A module of routes.

use super::{Args, Hook, Route, Routes, parse};
use crate::attr::Place;
use crate::errors::Errors;
use crate::{messages, types};
use anyhost_abi::Role;
use syn::spanned::Spanned;
use syn::{Attribute, Item, ItemFn, Meta, ReturnType};

/// What a function in a module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Node,
    Route,
    Hook(Role),
}

/// What an attribute makes of a function, however it is imported.
pub(crate) fn kind(attr: &Attribute) -> Option<Kind> {
    let last = attr.path().segments.last()?;
    Some(match last.ident.to_string().as_str() {
        "node" => Kind::Node,
        "route" => Kind::Route,
        "init" => Kind::Hook(Role::PluginStart),
        "execute" => Kind::Hook(Role::Execute),
        "cleanup" => Kind::Hook(Role::PluginStop),
        _ => return None,
    })
}

/// Reads the routes and hooks of a module, and takes their attributes away.
pub(crate) fn routes(items: &mut [Item], args: Args, errors: &mut Errors) -> Routes {
    let (mut routes, mut hooks): (Vec<Route>, Vec<Hook>) = (Vec::new(), Vec::new());
    for item in items {
        let Item::Fn(function) = item else { continue };
        let Some((at, kind)) = function.attrs.iter().enumerate().find_map(|(i, attr)| Some((i, kind(attr)?))) else { continue };
        let attr = function.attrs.remove(at);
        match kind {
            Kind::Node => errors.at(&attr, messages::NODES_AND_ROUTES),
            Kind::Route => {
                let tokens = match attr.meta {
                    Meta::List(list) => list.tokens,
                    _ => Default::default(),
                };
                let args = Args::parse(tokens, Place::Inner, errors);
                routes.extend(parse::route(function, args, errors));
            }
            Kind::Hook(role) => {
                if hooks.iter().any(|hook| hook.role == role) {
                    errors.at(&attr, messages::HOOK_TWICE);
                }
                hooks.push(hook(role, function, errors));
            }
        }
    }
    Routes { hosts: args.hosts, about: args.about, routes, hooks, is_module: true }
}

fn hook(role: Role, function: &ItemFn, errors: &mut Errors) -> Hook {
    parse::signature(&function.sig, errors);
    if let Some(parameter) = function.sig.inputs.first() {
        errors.at(parameter, messages::HOOK_PARAMETERS);
    }
    let result = match &function.sig.output {
        ReturnType::Type(_, ty) => types::result(ty).map(|result| result.error.map_or_else(|| ty.span(), Spanned::span)),
        ReturnType::Default => None,
    };
    Hook { role, cfgs: parse::cfgs(&function.attrs), ident: function.sig.ident.clone(), fails: result }
}

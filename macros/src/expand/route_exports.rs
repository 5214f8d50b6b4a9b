//! The exports of plugins of routes, as the data says.

use super::exports::{Wanted, items, parameters};
use super::{at, here, ident, room_of};
use crate::hosts::Chosen;
use crate::messages;
use crate::route::{Hook, Routes, handler};
use anyhost_abi::{Export, Lifetime, Need, ResultAt, Role};
use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;
use syn::Attribute;

/// One item for each export.
pub(super) fn exports(krate: &TokenStream, plugin: &Routes) -> TokenStream {
    let mut all: Vec<Wanted<'_>> = Vec::new();
    for chosen in &plugin.hosts {
        for export in chosen.dialect.exports.iter().filter(|export| export.emit) {
            for wanted in wanted(krate, plugin, chosen, export) {
                // Dialects of one host may have one in common: it is that of the first.
                let same = |other: &Wanted<'_>| {
                    other.name == wanted.name && other.hosts.iter().any(|host| std::ptr::eq(host.host, chosen.host))
                };
                if !all.iter().any(same) {
                    all.push(wanted);
                }
            }
        }
    }
    items(&all)
}

/// The exports that a row of the data stands for.
fn wanted<'h>(krate: &TokenStream, plugin: &'h Routes, chosen: &'h Chosen, export: &Export) -> Vec<Wanted<'h>> {
    let Some(signature) = export.signature else { return Vec::new() };
    let p: Vec<_> = parameters(&signature).collect();
    let named = |name: String, cfgs: &'h [Attribute], body| Wanted { name, signature, body, cfgs, hosts: vec![chosen] };
    let fixed = |body| export.name.fixed().map(|name| named(name.to_owned(), &[], body)).into_iter().collect();
    let room = room_of(krate, chosen.dialect);
    match export.role {
        Role::Allocate => {
            let allocate = match chosen.dialect.lifetime {
                Lifetime::PerCall => "allocate_or_never",
                Lifetime::Kept => "allocate",
            };
            let allocate = Ident::new(allocate, here());
            fixed(quote_spanned!(here()=> __rt::export::#allocate(#(#p),*)))
        }
        Role::Deallocate => fixed(quote_spanned!(here()=> __rt::export::deallocate(#(#p),*))),
        Role::Endpoint => {
            let answer = match chosen.dialect.memory.result {
                ResultAt::Prefixed => "route_prefixed",
                ResultAt::SelfDelimiting => "route_pointer",
                _ => {
                    let message = messages::cannot_answer(chosen.host.title);
                    let body = quote_spanned!(at(chosen.ident.span())=> ::core::compile_error!(#message));
                    return vec![named("error".to_owned(), &[], body)];
                }
            };
            let answer = Ident::new(answer, here());
            let routes = plugin.routes.iter().enumerate();
            routes
                .map(|(i, route)| {
                    let item = ident("__ROUTE_", i);
                    let body = quote_spanned! {here()=>
                        #room::begin();
                        __rt::export::#answer(&#item, #(#p),*)
                    };
                    named(handler(route, chosen), &route.cfgs, body)
                })
                .collect()
        }
        role @ (Role::PluginStart | Role::Execute | Role::PluginStop) => match (plugin.hook(role), export.need) {
            (Some(hook), _) => {
                let ended = ended(hook);
                let body = quote_spanned! {here()=>
                    #room::begin();
                    #room::ended(#ended)
                };
                fixed(body)
            }
            (None, Need::Required) => fixed(quote_spanned!(here()=> 0)),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The outcome of a hook, if it is there.
fn ended(hook: &Hook) -> TokenStream {
    let (function, cfgs) = (&hook.ident, &hook.cfgs);
    let ended = match hook.fails {
        Some(span) => quote_spanned!(at(span)=> #function().map_err(|error| __rt::Failed(error).text())),
        None => quote_spanned!(here()=> { let () = #function(); ::core::result::Result::Ok(()) }),
    };
    if cfgs.is_empty() {
        return ended;
    }
    quote_spanned! {here()=> {
        #[allow(unused_mut)]
        let mut ended = ::core::result::Result::Ok(());
        #(#cfgs)*
        { ended = #ended; }
        ended
    }}
}

//! What answers natively: tests of a plugin reach it by the path of its function or module.

use super::{builds, exports, here, room_of};
use crate::hosts::room;
use crate::model::Plugin;
use crate::route::Routes;
use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;
use syn::Visibility;

/// The type beside the function that answers, through which it finds the nodes.
fn nodes_type() -> Ident {
    Ident::new("__AnyhostNodes", here())
}

/// Among the nodes: leads to them.
pub(super) fn plugin(krate: &TokenStream, plugin: &Plugin) -> TokenStream {
    let ty = nodes_type();
    // That of a lone node is in a module that is called as the node is.
    let module = plugin.nodes.first().filter(|_| !plugin.is_module).map(|node| {
        let module = &node.ident;
        quote_spanned!(here()=> #module::)
    });
    let hosts = plugin.hosts.iter().map(|chosen| {
        let (cfg, room) = (builds::with(&[chosen]), Ident::new(&room(chosen.host), here()));
        let (host, dialect, wire) = (chosen.host.id, chosen.dialect.id, exports::wire(chosen));
        quote_spanned!(here()=> #cfg (#host, #dialect, #wire, #krate::#room::begin))
    });
    quote_spanned! {here()=>
        #[cfg(not(target_family = "wasm"))]
        impl #module #ty {
            const PLUGIN: (&'static __rt::native::Hosts, &'static [&'static __rt::Node]) = (&[#(#hosts),*], __NODES);
        }
    }
}

/// Among the routes: leads to them.
pub(super) fn routes(krate: &TokenStream, plugin: &Routes) -> TokenStream {
    let ty = nodes_type();
    let module = plugin.routes.first().filter(|_| !plugin.is_module).map(|route| {
        let module = &route.ident;
        quote_spanned!(here()=> #module::)
    });
    let hosts = plugin.hosts.iter().enumerate().map(|(i, chosen)| {
        let (cfg, room) = (builds::with(&[chosen]), room_of(krate, chosen.dialect));
        let (host, dialect) = (chosen.host.id, chosen.dialect.id);
        let file = chosen.dialect.files.iter().any(|file| file.generated).then(|| super::ident("__FILE_", i));
        let manifest = file.map_or_else(|| quote_spanned!(here()=> &[]), |file| quote_spanned!(here()=> &#file));
        quote_spanned!(here()=> #cfg (#host, #dialect, #room::begin, #manifest))
    });
    let routes = plugin.routes.iter().enumerate().map(|(i, route)| {
        let (cfgs, info, item) = (&route.cfgs, super::ident("__INFO_", i), super::ident("__ROUTE_", i));
        quote_spanned!(here()=> #(#cfgs)* (&#info, &#item))
    });
    // Natively nothing calls them.
    let hooks = plugin.hooks.iter().map(|hook| {
        let (cfgs, function) = (&hook.cfgs, &hook.ident);
        quote_spanned!(here()=> #(#cfgs)* const _: () = { _ = #function; };)
    });
    quote_spanned! {here()=>
        #(#hooks)*
        #[cfg(not(target_family = "wasm"))]
        impl #module #ty {
            const PLUGIN: __rt::native::Routes = __rt::native::Routes { hosts: &[#(#hosts),*], routes: &[#(#routes),*] };
        }
    }
}

/// The function that answers.
pub(crate) fn entry(krate: &TokenStream) -> TokenStream {
    let ty = nodes_type();
    let answer = quote_spanned! {here()=>
        let (hosts, nodes) = #ty::PLUGIN;
        #krate::rt::native::answer(hosts, nodes, (host, dialect), context, calls)
    };
    function(&answer)
}

/// The function that answers for routes.
pub(crate) fn routes_entry() -> TokenStream {
    let ty = nodes_type();
    function(&quote_spanned!(here()=> #ty::PLUGIN.answer((host, dialect), context, calls)))
}

fn function(answer: &TokenStream) -> TokenStream {
    let ty = nodes_type();
    quote_spanned! {here()=>
        #[allow(dead_code)]
        #[cfg(not(target_family = "wasm"))]
        pub(super) struct #ty;
        #[doc(hidden)]
        #[allow(dead_code, unreachable_pub)]
        #[cfg(not(target_family = "wasm"))]
        pub fn __anyhost_answer(
            host: &str,
            dialect: &str,
            context: &[u8],
            calls: &mut dyn ::core::ops::FnMut(&str, &[&[u8]]) -> ::core::option::Option<::std::vec::Vec<u8>>,
        ) -> ::core::option::Option<::std::vec::Vec<u8>> {
            #answer
        }
    }
}

/// The same in a module that is called as the function is.
pub(crate) fn entry_of(entry: &TokenStream, vis: &Visibility, function: &Ident) -> TokenStream {
    quote_spanned! {here()=>
        #[doc(hidden)]
        #[allow(unused)]
        #vis mod #function {
            #entry
        }
    }
}

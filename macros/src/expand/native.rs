//! What answers natively: tests of a plugin reach it by the path of its function or module.

use super::{builds, exports, here};
use crate::hosts::room;
use crate::model::Plugin;
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

/// The function that answers.
pub(crate) fn entry(krate: &TokenStream) -> TokenStream {
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
            let (hosts, nodes) = #ty::PLUGIN;
            #krate::rt::native::answer(hosts, nodes, (host, dialect), context, calls)
        }
    }
}

/// The same in a module that is called as the function is.
pub(crate) fn entry_of(krate: &TokenStream, vis: &Visibility, function: &Ident) -> TokenStream {
    let entry = entry(krate);
    quote_spanned! {here()=>
        #[doc(hidden)]
        #[allow(unused)]
        #vis mod #function {
            #entry
        }
    }
}

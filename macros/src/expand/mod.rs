//! From the model to code. Expansions are names, signatures and one call each: behaviour is ordinary code in `rt`.
//!
//! All generated tokens have the span of the macro, also where they point to the author's code, so that the author's lints
//! leave them alone: `#![forbid(unsafe_code)]` is kept by a crate whose exports are generated.

mod body;
mod builds;
mod call;
mod definition;
mod derive_outputs;
mod derive_pin;
mod exports;
mod kept;
mod native;
mod node;
mod respond;
mod route;
mod route_exports;

pub(crate) use body::body;
pub(crate) use derive_outputs::derive_outputs;
pub(crate) use derive_pin::derive_pin;
pub(crate) use kept::kept;
pub(crate) use native::{entry, entry_of, routes_entry};
pub(crate) use route::routes;

use crate::model::{DEFAULT_OUTPUT, Plugin};
use crate::{json, names};
use anyhost_abi::Dialect;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;

/// The span of generated code.
pub(crate) fn here() -> Span {
    Span::mixed_site()
}

/// The span of generated code that is shown where the author's code is.
fn at(span: Span) -> Span {
    here().located_at(span)
}

/// The path of the module with a dialect's functions, in the author's crate.
fn room_of(krate: &TokenStream, dialect: &Dialect) -> TokenStream {
    let names = dialect.room.split("::").map(|name| Ident::new(name, here()));
    quote_spanned!(here()=> #krate::#(#names)::*)
}

fn ident(name: &str, index: impl std::fmt::Display) -> Ident {
    Ident::new(&format!("{name}{index}"), here())
}

/// What makes a plugin of the nodes, in the module in which they are.
pub(crate) fn plugin(krate: &TokenStream, plugin: &Plugin) -> TokenStream {
    let nodes = plugin.nodes.iter().enumerate().map(|(i, node)| node::node(i, node, &plugin.hosts));
    let list = |name| {
        plugin.nodes.iter().enumerate().map(move |(i, node)| {
            let (cfgs, item) = (&node.cfgs, ident(name, i));
            quote_spanned!(here()=> #(#cfgs)* &#item)
        })
    };
    let (statics, infos) = (list("__NODE_"), list("__INFO_"));
    let definitions = definition::definitions(krate, &plugin.hosts);
    let exports = exports::exports(krate, &plugin.hosts);
    let native = native::plugin(krate, plugin);
    // Natively nothing is exported: the last line is what keeps the nodes from being reported as unused.
    quote_spanned! {here()=>
        #[allow(unexpected_cfgs)]
        const _: () = {
            use #krate::rt as __rt;
            use __rt::fallback::*;
            #(#nodes)*
            static __NODES: &[&__rt::Node] = &[#(#statics),*];
            const __INFOS: &[&__rt::NodeInfo] = &[#(#infos),*];
            #definitions
            #exports
            #native
            #krate::__panic_text_export!();
            const _: &[&__rt::Node] = __NODES;
        };
    }
}

/// An item whose name says what is wrong when there are two of it.
pub(crate) fn marker(span: Span) -> TokenStream {
    quote_spanned! {at(span)=>
        #[doc(hidden)]
        struct __anyhost_one_plugin_per_crate__use_plugin_mod_for_several;
    }
}

/// A pin of which no more is known than this.
struct Pin<'p> {
    name: &'p str,
    title: String,
    description: &'p str,
    ty: TokenStream,
}

impl Pin<'_> {
    /// An output that the author did not name.
    fn output(ty: TokenStream) -> Self {
        Self { name: DEFAULT_OUTPUT, title: names::title(DEFAULT_OUTPUT), description: "", ty }
    }

    fn tokens(&self) -> TokenStream {
        let Self { name, title, description, ty } = self;
        quote_spanned! {here()=>
            __rt::PinInfo {
                name: #name,
                title: #title,
                description: #description,
                ..__rt::PinInfo::of(#ty)
            }
        }
    }
}

/// The bytes of a JSON text, with the room behind it that a reader wants (`rt::json::PAD`).
fn padded(text: &str) -> Literal {
    Literal::byte_string(format!("{text}\0\0\0\0\0\0\0\0").as_bytes())
}

/// Reads a type. Shown where the type is: there it is said that it cannot be read.
fn read(ty: &TokenStream) -> TokenStream {
    quote_spanned!(at(ty.span())=> __rt::Probe::<#ty>::read(value))
}

/// What an absent value counts as.
fn or_missing(ty: &TokenStream) -> TokenStream {
    quote_spanned!(at(ty.span())=> unwrap_or_else(__rt::Probe::<#ty>::missing))
}

/// What hosts are told of a type; it is without lifetimes.
fn type_of(ty: &TokenStream) -> TokenStream {
    quote_spanned!(at(ty.span())=> __rt::Probe::<#ty>::TYPE)
}

/// Whether `key` is this one.
fn is(name: &str) -> TokenStream {
    let (words, rest) = name.as_bytes().as_chunks::<8>();
    let words = words.iter().map(|word| Literal::byte_string(word));
    let rest = Literal::byte_string(rest);
    quote_spanned!(here()=> __rt::is(key, &[#(*#words),*], #rest))
}

/// Writes a value as the output of this name.
fn write_field(name: &str, ty: &TokenStream, value: &TokenStream) -> TokenStream {
    let key = format!("{}:", json::quoted(name));
    let write = quote_spanned!(at(ty.span())=> __rt::Probe::<#ty>::write(#value, cx.writer()));
    quote_spanned! {here()=>
        cx.field(#key);
        #write;
    }
}

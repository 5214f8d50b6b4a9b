//! A plugin that is kept: its state, and the exports that the data says it has.

mod handlers;

use super::exports::{exported, parameters, val};
use super::{at, builds, here, ident};
use crate::hosts::room;
use crate::kept::{Kept, Method, Receiver, endpoint_name, put_name};
use crate::types;
use anyhost_abi::{Export, Role, Signature};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote_spanned;
use syn::Attribute;
use syn::spanned::Spanned;

/// What makes a plugin of the methods.
pub(crate) fn kept(krate: &TokenStream, kept: &Kept) -> TokenStream {
    let mut exports = Exports { kept, tokens: TokenStream::new(), count: 0 };
    for export in kept.chosen.dialect.exports.iter().filter(|export| export.emit) {
        exports.of(export);
    }
    let exports = exports.tokens;
    let (ty, room) = (&kept.ty, Ident::new(&room(kept.chosen.host), here()));
    let id = match &kept.args.id {
        Some(id) => quote_spanned!(here()=> #id),
        None => quote_spanned!(here()=> ::core::env!("CARGO_PKG_NAME")),
    };
    let (hosts, events) = (super::definition::hosts(core::slice::from_ref(&kept.chosen)), handlers::events(kept));
    quote_spanned! {here()=>
        #[allow(unexpected_cfgs)]
        const _: () = {
            use #krate::#room::exports as __host;
            use #krate::http as __http;
            use #krate::rt as __rt;
            use __http::rt::fallback::*;
            use __rt::fallback::*;
            const __ID: &str = #id;
            __rt::instance!(__STATE: __rt::Slot<#ty> = __rt::Slot::new());
            #hosts
            #events
            #exports
            #krate::__panic_text_export!();
        };
    }
}

struct Exports<'k> {
    kept: &'k Kept,
    tokens: TokenStream,
    count: usize,
}

impl Exports<'_> {
    /// The items of one row of the data.
    fn of(&mut self, export: &Export) {
        let Some(signature) = export.signature else { return };
        let p: Vec<_> = parameters(&signature).collect();
        let kept = self.kept;
        let constant = |text: TokenStream| quote_spanned!(here()=> __rt::export::constant(#text.as_bytes(), #(#p),*));
        let body = match export.role {
            Role::Allocate => quote_spanned!(here()=> __rt::export::allocate(#(#p),*)),
            Role::Deallocate => quote_spanned!(here()=> __rt::export::deallocate(#(#p),*)),
            Role::PluginId => constant(quote_spanned!(here()=> __ID)),
            Role::PluginName => match &kept.args.name {
                Some(name) => constant(quote_spanned!(here()=> #name)),
                None => constant(quote_spanned!(here()=> __ID)),
            },
            Role::ConfigSchema => constant(self.schema(export)),
            Role::Endpoints if !kept.endpoints.is_empty() => constant(handlers::endpoints(kept, export)),
            Role::PluginStart => self.drained(&self.start(&p)),
            Role::PluginStop => self.stop(),
            Role::Poll => match &kept.poll {
                Some(poll) => self.drained(&self.poll(poll)),
                None => return,
            },
            Role::Event if !kept.events.is_empty() => {
                self.drained(&quote_spanned!(here()=> __host::delta(&__STATE, &__HANDLERS, [#(#p),*])))
            }
            Role::Provider => match export.group.and_then(|group| kept.args.groups.iter().find(|(key, _)| key == group)) {
                Some((key, _)) => self.drained(&handlers::provider(kept, key, export, &p)),
                None => return,
            },
            Role::Put => {
                for put in &kept.puts {
                    let name = export.rule.map(|rule| put_name(&rule, put)).unwrap_or_default();
                    let body = self.drained(&handlers::put(kept, put, &p));
                    self.named(&name, &put.method.cfgs, &signature, &body);
                }
                return;
            }
            Role::Endpoint => {
                for endpoint in &kept.endpoints {
                    let name = endpoint_name(export.rule.as_ref(), endpoint);
                    let body = self.drained(&handlers::endpoint(kept, endpoint, &p));
                    self.named(&name, &endpoint.method.cfgs, &signature, &body);
                }
                return;
            }
            Role::Initialize => {
                let wasi = [syn::parse_quote!(#[cfg(target_os = "wasi")])];
                return self.add(export, &wasi, &signature, &quote_spanned!(here()=> __rt::export::initialize()));
            }
            _ => return,
        };
        self.add(export, &[], &signature, &body);
    }

    /// A call during which deltas may have come, which are told when it has ended.
    fn drained(&self, call: &TokenStream) -> TokenStream {
        if self.kept.events.is_empty() {
            return call.clone();
        }
        quote_spanned!(here()=> let answer = #call; __host::drain(&__STATE, &__HANDLERS); answer)
    }

    /// An export of a fixed name.
    fn add(&mut self, export: &Export, cfgs: &[Attribute], signature: &Signature, body: &TokenStream) {
        if let Some(name) = export.name.fixed() {
            self.named(name, cfgs, signature, body);
        }
    }

    fn named(&mut self, name: &str, cfgs: &[Attribute], signature: &Signature, body: &TokenStream) {
        let builds = builds::with(&[&self.kept.chosen]);
        let cfg = quote_spanned!(here()=> #builds #(#cfgs)*);
        let function = ident("__export_", self.count);
        self.count += 1;
        let item = exported(&cfg, &function, name, signature, body);
        let params = signature.params.iter().map(|ty| val(*ty));
        let result = signature.results.first().map(|ty| {
            let ty = val(*ty);
            quote_spanned!(here()=> -> #ty)
        });
        // Natively nothing is exported: the last line keeps the author's methods from being reported as unused.
        self.tokens.extend(quote_spanned! {here()=>
            #item
            #cfg
            const _: extern "C" fn(#(#params),*) #result = #function;
        });
    }

    fn schema(&self, export: &Export) -> TokenStream {
        let most = Literal::u32_unsuffixed(export.buffer.unwrap_or(u32::MAX));
        let config = self.kept.start.as_ref().and_then(|start| start.config.as_ref());
        let (span, schema) = match (&self.kept.args.schema, config) {
            (Some(schema), _) => (at(schema.span()), quote_spanned!(here()=> ::core::option::Option::Some(#schema))),
            (None, Some(config)) => (at(config.span()), quote_spanned!(at(config.span())=> __rt::Probe::<#config>::TYPE.schema)),
            (None, None) => {
                (here(), quote_spanned!(here()=> ::core::option::Option::Some("{\"type\":\"object\",\"properties\":{}}")))
            }
        };
        quote_spanned!(span=> { const __SCHEMA: &str = __rt::konst::form(#schema, #most); __SCHEMA })
    }

    fn start(&self, p: &[Ident]) -> TokenStream {
        let Some(start) = &self.kept.start else { return TokenStream::new() };
        let (ty, function) = (&self.kept.ty, &start.method.ident);
        let (read, args) = match &start.config {
            Some(config) => {
                let read = quote_spanned!(at(config.span())=> __rt::Probe::<#config>::read(reader));
                let read = quote_spanned! {here()=>
                    let config = #read;
                    let (::core::option::Option::Some(config), true) = (config, reader.end()) else {
                        return ::core::result::Result::Err(__host::config_error(reader));
                    };
                };
                (read, quote_spanned!(here()=> config))
            }
            None => (TokenStream::new(), TokenStream::new()),
        };
        let called = quote_spanned!(here()=> <#ty>::#function(#args));
        let made = match start.method.is_fallible() {
            true => fallible(&start.method, &called),
            false => quote_spanned!(here()=> ::core::result::Result::Ok(#called)),
        };
        let ready = handlers::registrations(self.kept);
        quote_spanned! {here()=>
            __host::start(&__STATE, [#(#p),*], |reader| { #read #made }, || { #ready })
        }
    }

    fn stop(&self) -> TokenStream {
        let ended = match &self.kept.stop {
            Some(stop) => {
                let (ty, function) = (&self.kept.ty, &stop.ident);
                let state = match stop.receiver {
                    Receiver::Reference => quote_spanned!(here()=> &mut { state }),
                    _ => quote_spanned!(here()=> state),
                };
                let ended = unit(stop, &quote_spanned!(here()=> <#ty>::#function(#state)));
                quote_spanned!(here()=> |state| #ended)
            }
            None => quote_spanned!(here()=> |_state| ::core::result::Result::Ok(())),
        };
        let stop = quote_spanned!(here()=> __host::stop(&__STATE, #ended));
        if self.kept.events.is_empty() {
            return stop;
        }
        quote_spanned!(here()=> let answer = #stop; __host::forget(); answer)
    }

    fn poll(&self, poll: &Method) -> TokenStream {
        let (ty, function) = (&self.kept.ty, &poll.ident);
        let run = unit(poll, &quote_spanned!(here()=> <#ty>::#function(state)));
        quote_spanned!(here()=> __host::poll(&__STATE, |state| #run))
    }
}

/// The result of a call, with its error as text.
pub(super) fn fallible(method: &Method, called: &TokenStream) -> TokenStream {
    let error = method.returns.as_ref().and_then(types::result).and_then(|result| result.error);
    let span = error.map_or_else(|| method.ident.span(), Spanned::span);
    quote_spanned!(at(span)=> #called.map_err(|error| __rt::Failed(error).text()))
}

/// The same for a method that returns nothing else.
pub(super) fn unit(method: &Method, called: &TokenStream) -> TokenStream {
    if method.is_fallible() {
        return fallible(method, called);
    }
    quote_spanned!(here()=> { let () = #called; ::core::result::Result::Ok(()) })
}

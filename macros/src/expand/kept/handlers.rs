//! Handlers: a function that reads what came, and calls the author's method.

use super::super::respond::{is_plain, respond};
use super::super::{at, here};
use super::{fallible, unit};
use crate::json::quoted;
use crate::kept::{Endpoint, Event, Kept, Method, Pattern, Put, endpoint_name};
use crate::types::with_lifetime;
use anyhost_abi::{Export, Role};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote_spanned;
use syn::Type;
use syn::spanned::Spanned;

/// What a start registers with the host.
pub(super) fn registrations(kept: &Kept) -> TokenStream {
    let puts = kept.puts.iter().map(|put| {
        let (cfgs, context, path) = (&put.method.cfgs, &put.context, &put.path);
        quote_spanned!(here()=> #(#cfgs)* __host::register_put(#context, #path);)
    });
    let groups = kept.args.groups.iter().map(|(key, texts)| {
        let register = super::super::ident("register_", key);
        quote_spanned!(here()=> __host::#register(&[#(#texts),*]);)
    });
    quote_spanned!(here()=> #(#puts)* #(#groups)*)
}

/// The call of a put.
pub(super) fn put(kept: &Kept, put: &Put, p: &[Ident]) -> TokenStream {
    let (ty, function) = (&kept.ty, &put.method.ident);
    let (read, args) = match &put.value {
        Some(value) => {
            let free = with_lifetime(value, "_");
            let read = quote_spanned!(at(value.span())=> __rt::Probe::<#free>::read(reader));
            let read = quote_spanned! {here()=>
                let value = #read;
                let (::core::option::Option::Some(value), true) = (value, reader.end()) else {
                    return ::core::result::Result::Err(__host::unreadable(reader));
                };
            };
            (read, quote_spanned!(here()=> state, value))
        }
        None => (TokenStream::new(), quote_spanned!(here()=> state)),
    };
    let called = unit(&put.method, &quote_spanned!(here()=> <#ty>::#function(#args)));
    quote_spanned! {here()=>
        __host::put(&__STATE, [#(#p),*], |state, reader| {
            #read
            let done: ::core::result::Result<(), ::std::string::String> = #called;
            done.map_err(__host::failed)
        })
    }
}

/// The call of a provider's function, which the host's room has.
pub(super) fn provider(kept: &Kept, key: &Ident, export: &Export, p: &[Ident]) -> TokenStream {
    let (ty, idle) = (&kept.ty, export.idle.unwrap_or_default());
    let function = Ident::new(export.name.fixed().unwrap_or_default(), here().located_at(key.span()));
    let entry = Ident::new(if p.len() < 4 { "provider_list" } else { "provider" }, here());
    quote_spanned!(here()=> __host::#entry(&__STATE, [#(#p),*], #idle, __host::#function::<#ty>))
}

/// The list of endpoints, as the host reads it.
pub(super) fn endpoints(kept: &Kept, export: &Export) -> TokenStream {
    let rule = kept.chosen.dialect.export(Role::Endpoint).and_then(|export| export.rule);
    // Of those that are there under conditions, all are listed: the host answers for one that is not.
    let routes = kept.endpoints.iter().flat_map(|endpoint| {
        let name = endpoint_name(rule.as_ref(), endpoint);
        endpoint.routes.iter().map(move |(method, path)| {
            let [method, path, name] = [&method.to_string(), &path.value(), &name].map(|text| quoted(text));
            format!("{{\"method\":{method},\"path\":{path},\"handler\":{name}}}")
        })
    });
    let text = format!("[{}]", routes.collect::<Vec<_>>().join(","));
    let most = Literal::u32_unsuffixed(export.buffer.unwrap_or(u32::MAX));
    quote_spanned!(here()=> { const __LIST: &str = __rt::konst::endpoints(#text, #most); __LIST })
}

/// The call of an endpoint.
pub(super) fn endpoint(kept: &Kept, endpoint: &Endpoint, p: &[Ident]) -> TokenStream {
    let (ty, method) = (&kept.ty, &endpoint.method);
    let function = &method.ident;
    let args = method.params.iter().map(|param| match param {
        Type::Reference(_) => quote_spanned!(at(param.span())=> request),
        _ => quote_spanned!(at(param.span())=> __http::rt::Extract::<#param>::take(request)?),
    });
    let called = quote_spanned!(here()=> <#ty>::#function(state #(, #args)*));
    let build = quote_spanned!(here()=> __http::rt::Build);
    let response = respond(method.returns.as_ref(), &build);
    let writer = match &method.returns {
        Some(returns) if !is_plain(returns) => quote_spanned!(here()=> __host::with_headers),
        _ => quote_spanned!(here()=> __host::plain),
    };
    if method.params.is_empty() {
        return quote_spanned! {here()=>
            __host::endpoint_alone(&__STATE, [#(#p),*], #writer, |state| {
                let returned = #called;
                #response
            })
        };
    }
    quote_spanned! {here()=>
        __host::endpoint(&__STATE, [#(#p),*], #writer, |state, request| {
            let returned = #called;
            ::core::result::Result::Ok(#response)
        })
    }
}

/// Who is told of deltas.
pub(super) fn events(kept: &Kept) -> TokenStream {
    if kept.events.is_empty() {
        return TokenStream::new();
    }
    let (ty, own) = (&kept.ty, kept.args.own_deltas.is_some());
    let tell = kept.events.iter().map(|event| {
        let (cfgs, told) = (&event.method.cfgs, told(kept, event));
        quote_spanned!(here()=> #(#cfgs)* { #told })
    });
    quote_spanned! {here()=>
        static __HANDLERS: __host::Handlers<#ty> =
            __host::Handlers { package: __ID, own_deltas: #own, tell: |state, delta| { #(#tell)* } };
    }
}

fn told(kept: &Kept, event: &Event) -> TokenStream {
    let (ty, function) = (&kept.ty, &event.method.ident);
    let Some(Pattern { path, context, value, update }) = &event.of else {
        return handled(&event.method, &quote_spanned!(here()=> <#ty>::#function(state, delta)));
    };
    let context = match context {
        Some(context) => quote_spanned!(here()=> ::core::option::Option::Some(#context)),
        None => quote_spanned!(here()=> ::core::option::Option::None),
    };
    let free = with_lifetime(value, "_");
    let read = quote_spanned!(at(value.span())=> __rt::Probe::<#free>::read(reader));
    let update = update.then(|| quote_spanned!(here()=> , &update));
    let call = handled(&event.method, &quote_spanned!(here()=> <#ty>::#function(state, value #update)));
    quote_spanned! {here()=>
        for (update, value) in __host::values(delta, #path, #context) {
            __host::value(value, |reader| {
                if let (::core::option::Option::Some(value), true) = (#read, reader.end()) {
                    #call
                }
            });
        }
    }
}

/// A call whose error is said.
fn handled(method: &Method, called: &TokenStream) -> TokenStream {
    if !method.is_fallible() {
        return quote_spanned!(here()=> let () = #called;);
    }
    let called = fallible(method, called);
    quote_spanned!(here()=> __host::ended(#called);)
}

//! Plugins of routes: what hosts are told of them, and the functions that answer.

use super::respond::respond;
use super::{at, builds, definition, here, ident, native, padded, route_exports};
use crate::hosts::{Chosen, room};
use crate::model::plain;
use crate::route::{Known, Member, Param, Permission, Route, Routes, Takes, handler, written};
use crate::types::{Look, look, with_lifetime};
use anyhost_abi::RouteWire;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{LitStr, Type};

/// What makes a plugin of the routes, in the module in which they are.
pub(crate) fn routes(krate: &TokenStream, plugin: &Routes) -> TokenStream {
    let routes = plugin.routes.iter().enumerate().map(|(i, route)| self::route(i, route, plugin));
    let info = info(plugin);
    let (manifests, hosts) = (manifests(krate, plugin), definition::hosts(&plugin.hosts));
    let checks = checks(krate, plugin);
    let exports = route_exports::exports(krate, plugin);
    let native = native::routes(krate, plugin);
    quote_spanned! {here()=>
        #[allow(unexpected_cfgs)]
        const _: () = {
            use #krate::http as __http;
            use #krate::rt as __rt;
            use __http::rt::fallback::*;
            use __rt::fallback::*;
            #(#routes)*
            #info
            #hosts
            #manifests
            #checks
            #exports
            #native
            #krate::__panic_text_export!();
        };
    }
}

/// `__INFO_n` for the compiler, `__ROUTE_n` and `__route_n` for the module.
fn route(index: usize, route: &Route, plugin: &Routes) -> TokenStream {
    let Route { cfgs, description, requires_auth, permissions, .. } = route;
    let method = plain(&route.method);
    let paths = plugin.hosts.iter().map(|chosen| {
        let params = chosen.dialect.route.and_then(|wire| wire.params);
        written(&route.path.value(), params)
    });
    let handlers = plugin.hosts.iter().map(|chosen| handler(route, chosen));
    let limit = match route.rate_limit {
        Some(limit) => quote_spanned!(here()=> ::core::option::Option::Some(#limit)),
        None => quote_spanned!(here()=> ::core::option::Option::None),
    };
    let [info, item, run] = ["__INFO_", "__ROUTE_", "__route_"].map(|name| ident(name, index));
    let Some(first) = plugin.hosts.first() else { return TokenStream::new() };
    let find = find(route, &plugin.hosts);
    let (host, dialect) = (first.host.id, first.dialect.id);
    let body = run_body(route, &plugin.hosts);
    quote_spanned! {here()=>
        #(#cfgs)*
        const #info: __rt::RouteInfo = __rt::RouteInfo {
            method: #method,
            paths: &[#(#paths),*],
            handlers: &[#(#handlers),*],
            description: #description,
            requires_auth: #requires_auth,
            rate_limit: #limit,
            permissions: &[#(#permissions),*],
        };
        #(#cfgs)*
        static #item: __http::rt::Route = __http::rt::Route { find: #find, run: #run, wire: __http::rt::wire(#host, #dialect) };
        #(#cfgs)*
        fn #run(cx: &mut __http::rt::Exchange<'_>) {
            #body
        }
    }
}

/// The parts of a request that are read by a function of the SDK, which is called as the part is, with their keys.
fn parts(route: &Route, wires: &[&RouteWire]) -> Vec<(&'static str, &'static str)> {
    let any = route.params.iter().any(|param| matches!(param.takes, Takes::Request | Takes::Any));
    let takes = |known: &[Known]| {
        any || route.params.iter().any(|param| matches!(param.takes, Takes::Known(this) if known.contains(&this)))
    };
    let user = takes(&[Known::User, Known::Context]);
    let about = takes(&[Known::Context]);
    let mut parts = Vec::new();
    for wire in wires {
        let params = wire.params.map_or("", |params| params.key);
        for (taken, part, key) in [
            (about, "method", wire.method),
            (about, "path", wire.path),
            (takes(&[Known::Query]), "query", wire.query),
            (takes(&[Known::Path]), "params", params),
            (takes(&[Known::Headers]), "headers", wire.headers),
            (any, "body", wire.body),
            (user, "user", wire.user),
            (user, "user_id", wire.user_id),
            (user, "is_admin", wire.is_admin),
        ] {
            if taken && !key.is_empty() && !parts.contains(&(part, key)) {
                parts.push((part, key));
            }
        }
    }
    parts
}

/// The JSON of all hosts.
fn wires(hosts: &[Chosen]) -> Vec<&'static RouteWire> {
    hosts.iter().filter_map(|chosen| chosen.dialect.route).collect()
}

/// Whether everything is handed out as a whole, the body too.
fn is_whole(route: &Route) -> bool {
    route.params.iter().any(|param| matches!(param.takes, Takes::Request | Takes::Any))
}

/// Finds the index of a key that the route reads: of the parameter, or behind them of the part.
fn find(route: &Route, hosts: &[Chosen]) -> TokenStream {
    let (wires, whole) = (wires(hosts), is_whole(route));
    let (mut members, mut keys) = (Vec::new(), Vec::new());
    for (index, param) in route.params.iter().enumerate() {
        let index = Literal::usize_unsuffixed(index);
        match &param.takes {
            Takes::Member(member) => {
                let is = super::is(&member.name.text);
                members.push(quote_spanned!(here()=> if #is { return #index; }));
            }
            Takes::Json(_) | Takes::Raw if !whole => keys.extend(wires.first().map(|wire| {
                let is = super::is(wire.body);
                quote_spanned!(here()=> if #is { return #index; })
            })),
            _ => {}
        }
    }
    for (index, (_, key)) in parts(route, &wires).into_iter().enumerate() {
        let (is, index) = (super::is(key), Literal::usize_unsuffixed(route.params.len() + index));
        keys.push(quote_spanned!(here()=> if #is { return #index; }));
    }
    let members = (!members.is_empty()).then(|| {
        keys.extend(wires.first().map(|wire| {
            let is = super::is(wire.query);
            quote_spanned!(here()=> if #is { return __http::rt::QUERY; })
        }));
        quote_spanned!(here()=> if inside { #(#members)* return usize::MAX; })
    });
    quote_spanned!(here()=> |inside, key| { #members #(#keys)* usize::MAX })
}

/// Reads what the function takes, calls it, and writes its answer.
fn run_body(route: &Route, hosts: &[Chosen]) -> TokenStream {
    let wires = wires(hosts);
    let Some(wire) = wires.first() else { return TokenStream::new() };
    let (whole, parts) = (is_whole(route), parts(route, &wires));
    let values: Vec<Ident> = (0..route.params.len()).map(|i| ident("a", i)).collect();
    let given: Vec<_> = route
        .params
        .iter()
        .zip(&values)
        .enumerate()
        .filter_map(|(i, (param, value))| read(param, whole).map(|read| (i, param, value, read)))
        .collect();
    let lets = given.iter().map(|(_, _, value, _)| quote_spanned!(here()=> let mut #value = ::core::option::Option::None;));
    let (read_values, read_parts) = (
        given.iter().map(|(i, _, value, read)| {
            let index = Literal::usize_unsuffixed(*i);
            quote_spanned!(here()=> #index => #value = #read,)
        }),
        parts.iter().enumerate().map(|(i, (part, _))| {
            let (index, part) = (Literal::usize_unsuffixed(route.params.len() + i), Ident::new(part, here()));
            quote_spanned!(here()=> #index => __http::rt::part::#part(&mut request, value),)
        }),
    );
    let takes_request = route.params.iter().any(|param| matches!(param.takes, Takes::Known(_) | Takes::Request | Takes::Any));
    let request = takes_request.then(|| quote_spanned!(here()=> let mut request = __http::Request::default();));
    let next = if given.is_empty() && parts.is_empty() {
        quote_spanned!(here()=> cx.next();)
    } else {
        quote_spanned! {here()=>
            while let ::core::option::Option::Some((part, value)) = cx.next() {
                match part { #(#read_values)* #(#read_parts)* _ => {} }
            }
        }
    };
    let takes = route.params.iter().zip(&values).map(|(param, value)| take(param, value, whole, wire));
    let args = route.params.iter().zip(&values).map(|(param, value)| match &param.takes {
        Takes::Request => quote_spanned!(at(param.ty.span())=> &request),
        Takes::Json(_) if !whole => quote_spanned!(here()=> __http::Json(#value)),
        _ => value.to_token_stream(),
    });
    let function = &route.ident;
    let response = respond(route.returns.as_ref(), &quote_spanned!(here()=> cx));
    quote_spanned! {here()=>
        #(#lets)*
        #request
        #next
        if cx.failed() {
            return;
        }
        #(#takes)*
        let returned = #function(#(#args),*);
        #response;
    }
}

/// Reads a value where it stands; `None` for what is taken of the whole request.
fn read(param: &Param, whole: bool) -> Option<TokenStream> {
    let ty = free(&param.ty);
    match &param.takes {
        Takes::Member(_) if is_text(&param.ty) => Some(super::read(&ty)),
        Takes::Member(_) => {
            let read = super::read(&ty);
            Some(quote_spanned!(here()=> { value.unquote(); #read }))
        }
        Takes::Json(inner) if !whole => Some(super::read(&free(inner))),
        Takes::Raw if !whole => Some(quote_spanned!(here()=> value.raw())),
        _ => None,
    }
}

/// Whether a member of the query of this type is a text: a number or a boolean is what stands in one.
fn is_text(ty: &Type) -> bool {
    match look(ty) {
        Look::Int(..) | Look::Float | Look::Bool => false,
        Look::Option(inner) => is_text(inner),
        _ => true,
    }
}

/// Unpacks a value that was read, or takes it of the request.
fn take(param: &Param, value: &Ident, whole: bool, wire: &RouteWire) -> TokenStream {
    let ty = free(&param.ty);
    match &param.takes {
        Takes::Member(member) => unpack(param, value, wire.query, member),
        Takes::Json(_) | Takes::Raw if !whole => {
            let part = wire.body;
            quote_spanned!(here()=> let ::core::option::Option::Some(#value) = #value else { return cx.missing(#part, ""); };)
        }
        Takes::Request => TokenStream::new(),
        _ => {
            let taken = quote_spanned!(at(param.ty.span())=> __http::rt::Extract::<#ty>::take(&request));
            quote_spanned! {here()=>
                let #value = match #taken {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(response) => {
                        cx.plain(response);
                        return;
                    }
                };
            }
        }
    }
}

/// Unpacks a member of the query, given or not.
fn unpack(param: &Param, value: &Ident, part: &str, member: &Member) -> TokenStream {
    let (ty, name) = (free(&param.ty), &member.name.text);
    if let Some(default) = &member.default {
        let (text, read) = (padded(&default.value.text()), super::read(&ty));
        let given = ident("default_", value);
        return quote_spanned! {here()=>
            let mut #given = *#text;
            if #value.is_none() {
                let value = &mut __rt::Reader::padded(&mut #given);
                #value = #read;
            }
            let ::core::option::Option::Some(#value) = #value else { return cx.missing(#part, #name); };
        };
    }
    let absent = match look(&param.ty) {
        Look::Option(_) => quote_spanned!(here()=> or(::core::option::Option::Some(::core::option::Option::None))),
        _ => quote_spanned!(at(ty.span())=> or_else(__rt::Probe::<#ty>::missing)),
    };
    quote_spanned! {here()=>
        let ::core::option::Option::Some(#value) = #value.#absent else { return cx.missing(#part, #name); };
    }
}

/// The type as functions take it.
fn free(ty: &Type) -> TokenStream {
    with_lifetime(ty, "_")
}

/// `__PLUGIN`
fn info(plugin: &Routes) -> TokenStream {
    let about = &plugin.about;
    let cargo = |key: &str| {
        let key = format!("CARGO_PKG_{key}");
        quote_spanned!(here()=> ::core::env!(#key))
    };
    let name = about.name.as_ref().map_or_else(|| cargo("NAME"), |name| LitStr::value(name).into_token_stream());
    let [version, description, authors] = ["VERSION", "DESCRIPTION", "AUTHORS"].map(cargo);
    let [homepage, license] = ["HOMEPAGE", "LICENSE"].map(cargo);
    let permissions = about.permissions.iter().map(|permission| match permission {
        Permission::Known(name) => quote_spanned!(here()=> __rt::Grant::Known(#name)),
        Permission::Custom(name) => quote_spanned!(here()=> __rt::Grant::Custom(#name)),
    });
    let json = |json: &Option<TokenStream>| match json {
        Some(json) => quote_spanned!(at(json.span())=> ::core::option::Option::Some(#json)),
        None => quote_spanned!(here()=> ::core::option::Option::None),
    };
    let (pages, config) = (json(&about.pages), json(&about.config));
    let infos = plugin.routes.iter().enumerate().map(|(i, route)| {
        let (cfgs, info) = (&route.cfgs, ident("__INFO_", i));
        quote_spanned!(here()=> #(#cfgs)* &#info)
    });
    quote_spanned! {here()=>
        const __PLUGIN: __rt::RoutesInfo = __rt::RoutesInfo {
            name: #name,
            version: #version,
            description: #description,
            authors: #authors,
            homepage: #homepage,
            license: #license,
            permissions: &[#(#permissions),*],
            routes: &[#(#infos),*],
            pages: #pages,
            config: #config,
        };
    }
}

/// The files of the packages. The first of several that hosts look for in one section is there; others travel in sections of
/// ours.
fn manifests(krate: &TokenStream, plugin: &Routes) -> TokenStream {
    let mut taken: Vec<&str> = Vec::new();
    let mut tokens = TokenStream::new();
    for (i, chosen) in plugin.hosts.iter().enumerate() {
        for file in chosen.dialect.files.iter().filter(|file| file.generated) {
            let section = match file.section.filter(|section| !taken.contains(section)) {
                Some(section) => {
                    taken.push(section);
                    section.to_owned()
                }
                None => definition::section_of(file),
            };
            let (module, cfg) = (Ident::new(&room(chosen.host), here()), builds::with(&[chosen]));
            let (render, name) = (definition::function(file), ident("__FILE_", i));
            let (len, index) = (ident(&render.to_string(), "_len"), Literal::usize_unsuffixed(i));
            tokens.extend(quote_spanned! {here()=>
                #cfg
                #[cfg_attr(target_family = "wasm", unsafe(link_section = #section))]
                static #name: [u8; #krate::#module::#len(&__PLUGIN, #index)] = #krate::#module::#render(&__PLUGIN, #index);
            });
        }
    }
    tokens
}

/// What only the compiler can find wrong with JSON of the author's.
fn checks(krate: &TokenStream, plugin: &Routes) -> TokenStream {
    let mut tokens = TokenStream::new();
    let given = [("pages", &plugin.about.pages), ("config", &plugin.about.config)];
    for (name, json) in given.into_iter().filter_map(|(name, json)| Some((name, json.as_ref()?))) {
        let mut rooms: Vec<_> = plugin.hosts.iter().map(|chosen| room(chosen.host)).collect();
        rooms.dedup();
        let name = Ident::new(name, at(json.span()));
        tokens.extend(rooms.iter().map(|room| {
            let room = Ident::new(room, here());
            let check = quote_spanned!(at(json.span())=> __checks::#name(#json));
            quote_spanned! {here()=>
                #[allow(long_running_const_eval)]
                const _: () = { use #krate::#room::checks as __checks; #check };
            }
        }));
    }
    tokens
}

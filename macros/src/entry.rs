//! The macros as functions of tokens. On any error the author's item stays, so that editors keep working.

use crate::attr::{Args, Place};
use crate::body::Body;
use crate::errors::Errors;
use crate::model::Plugin;
use crate::route::{self, Kind, Routes};
use crate::{derive, expand, hosts, imports, kept, messages, parse, validate};
use anyhost_abi::{Host, Shape};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{DeriveInput, Item, ItemFn, ItemImpl, ItemMod, LitStr, Meta, Token, UseTree};

/// The path of the SDK in the author's crate, however it is called there.
pub(crate) fn krate() -> TokenStream {
    let name = match proc_macro_crate::crate_name("anyhost") {
        Ok(proc_macro_crate::FoundCrate::Name(name)) => name,
        // In the SDK itself: `extern crate self as anyhost`. Not found: say that `anyhost` is missing.
        _ => "anyhost".to_owned(),
    };
    let name = syn::Ident::new(&name, expand::here());
    quote::quote_spanned!(expand::here()=> ::#name)
}

/// `#[node(…)]`
pub(crate) fn node(args: TokenStream, item: TokenStream, krate: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let args = Args::parse(args, Place::Lone, &mut errors);
    let Ok(mut function) = syn::parse2::<ItemFn>(item.clone()) else {
        errors.span(Span::call_site(), messages::NODE_NOT_FN);
        return with_errors(item, errors, TokenStream::new);
    };
    let mut args = args;
    let hosts = std::mem::take(&mut args.hosts);
    let node = parse::node(&mut function, args, None, &mut errors);
    let (cfgs, ident) = (node.cfgs.clone(), node.ident.clone());
    let plugin = Plugin { hosts, nodes: vec![node], is_module: false };
    validate::plugin(&plugin, &mut errors);
    let vis = function.vis.clone();
    with_errors(function.into_token_stream(), errors, || {
        let (marker, plugin) = (expand::marker(ident.span()), expand::plugin(krate, &plugin));
        let entry = expand::entry_of(&expand::entry(krate), &vis, &ident);
        quote!(#(#cfgs)* #marker #(#cfgs)* #plugin #(#cfgs)* #entry)
    })
}

/// `#[route(…)]`
pub(crate) fn route(args: TokenStream, item: TokenStream, krate: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let mut args = route::Args::parse(args, Place::Lone, &mut errors);
    let Ok(mut function) = syn::parse2::<ItemFn>(item.clone()) else {
        errors.span(Span::call_site(), messages::ROUTE_NOT_FN);
        return with_errors(item, errors, TokenStream::new);
    };
    let (hosts, about) = (std::mem::take(&mut args.hosts), std::mem::take(&mut args.about));
    let routes: Vec<_> = route::route(&mut function, args, &mut errors).into_iter().collect();
    let cfgs = routes.iter().flat_map(|route| route.cfgs.clone()).collect::<Vec<_>>();
    let plugin = Routes { hosts, about, routes, hooks: Vec::new(), is_module: false };
    route::validate(&plugin, &mut errors);
    let (vis, ident) = (function.vis.clone(), function.sig.ident.clone());
    with_errors(function.into_token_stream(), errors, || {
        let (marker, plugin) = (expand::marker(ident.span()), expand::routes(krate, &plugin));
        let entry = expand::entry_of(&expand::routes_entry(), &vis, &ident);
        quote!(#(#cfgs)* #marker #(#cfgs)* #plugin #(#cfgs)* #entry)
    })
}

/// `#[plugin(…)]`
pub(crate) fn plugin(args: TokenStream, item: TokenStream, krate: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let module = syn::parse2::<ItemMod>(item.clone());
    let Ok(ItemMod { content: Some((brace, mut items)), attrs, vis, unsafety, mod_token, ident, semi }) = module else {
        errors.span(Span::call_site(), messages::PLUGIN_NOT_MOD);
        return with_errors(item, errors, TokenStream::new);
    };
    let used = imports_of_ours(&items);
    let expansion = match members(&items, &args) {
        Members::Nodes => nodes(args, &mut items, &ident, krate, &mut errors),
        Members::Routes => routes(args, &mut items, &ident, krate, &mut errors),
    };
    let (expansion, marker) = match errors.tokens() {
        Some(errors) => (errors, TokenStream::new()),
        None => (expansion, expand::marker(ident.span())),
    };
    items.extend([Item::Verbatim(used), Item::Verbatim(expansion)]);
    let module = ItemMod { content: Some((brace, items)), attrs, vis, unsafety, mod_token, ident, semi };
    quote!(#module #marker)
}

/// What a module consists of.
enum Members {
    Nodes,
    Routes,
}

/// By the first function that is either; where there is none, by the hosts.
fn members(items: &[Item], args: &TokenStream) -> Members {
    let functions = items.iter().filter_map(|item| match item {
        Item::Fn(function) => Some(function),
        _ => None,
    });
    let mut kinds = functions.flat_map(|function| &function.attrs).filter_map(route::kind);
    let routed = |token: TokenTree| matches!(token, TokenTree::Ident(name) if is_host_of_routes(&name.to_string()));
    match kinds.next() {
        Some(Kind::Node) => Members::Nodes,
        Some(_) => Members::Routes,
        None if args.clone().into_iter().any(routed) => Members::Routes,
        None => Members::Nodes,
    }
}

fn is_host_of_routes(name: &str) -> bool {
    hosts::find(name).is_some_and(|host| host.shape == Shape::Route)
}

fn nodes(args: TokenStream, items: &mut [Item], ident: &Ident, krate: &TokenStream, errors: &mut Errors) -> TokenStream {
    let args = Args::parse(args, Place::Plugin, errors);
    let mut nodes = Vec::new();
    for item in items {
        let Item::Fn(function) = item else { continue };
        let Some((at, kind)) = function.attrs.iter().enumerate().find_map(|(i, attr)| Some((i, route::kind(attr)?))) else {
            continue;
        };
        if kind != Kind::Node {
            if kind == Kind::Route {
                errors.at(function.attrs.remove(at), messages::NODES_AND_ROUTES);
            }
            continue;
        }
        let attr = function.attrs.remove(at);
        let node_args = match attr.meta {
            Meta::List(list) => Args::parse(list.tokens, Place::Inner, errors),
            _ => Args::default(),
        };
        nodes.push(parse::node(function, node_args, args.category.as_ref(), errors));
    }
    if nodes.is_empty() {
        errors.at(ident, messages::PLUGIN_EMPTY);
    }
    let plugin = Plugin { hosts: args.hosts, nodes, is_module: true };
    validate::plugin(&plugin, errors);
    if !errors.is_empty() {
        return TokenStream::new();
    }
    let (plugin, entry) = (expand::plugin(krate, &plugin), expand::entry(krate));
    quote!(#plugin #entry)
}

fn routes(args: TokenStream, items: &mut [Item], ident: &Ident, krate: &TokenStream, errors: &mut Errors) -> TokenStream {
    let args = route::Args::parse(args, Place::Plugin, errors);
    let plugin = route::routes(items, args, errors);
    if plugin.routes.is_empty() && errors.is_empty() {
        errors.at(ident, messages::PLUGIN_WITHOUT_ROUTES);
    }
    route::validate(&plugin, errors);
    if !errors.is_empty() {
        return TokenStream::new();
    }
    let (plugin, entry) = (expand::routes(krate, &plugin), expand::routes_entry());
    quote!(#plugin #entry)
}

/// `#[signalk_plugin(…)]`
pub(crate) fn kept(host: &'static Host, args: TokenStream, item: TokenStream, krate: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Ok(mut implementation) = syn::parse2::<ItemImpl>(item.clone()) else {
        errors.span(Span::call_site(), messages::KEPT_NOT_IMPL);
        return with_errors(item, errors, TokenStream::new);
    };
    let plugin = kept::Args::parse(host, args, &mut errors);
    let plugin = plugin.map(|(args, chosen)| kept::plugin(&mut implementation, args, chosen, &mut errors));
    if let Some(plugin) = &plugin {
        kept::validate(plugin, &mut errors);
    }
    let span = implementation.self_ty.span();
    with_errors(implementation.into_token_stream(), errors, || {
        let marker = expand::marker(span);
        let plugin = plugin.map(|plugin| expand::kept(krate, &plugin));
        quote!(#marker #plugin)
    })
}

/// `derive(Pin)`
pub(crate) fn derive_pin(item: TokenStream, krate: &TokenStream) -> TokenStream {
    derived(item, derive::pin, |derived| expand::derive_pin(krate, derived))
}

/// `derive(Config)`
pub(crate) fn derive_config(item: TokenStream, krate: &TokenStream) -> TokenStream {
    derived(item, derive::config, |derived| expand::derive_pin(krate, derived))
}

/// `derive(Outputs)`
pub(crate) fn derive_outputs(item: TokenStream, krate: &TokenStream) -> TokenStream {
    derived(item, derive::outputs, |derived| expand::derive_outputs(krate, derived))
}

/// `json!(…)`
pub(crate) fn json(tokens: TokenStream, krate: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    match errors.keep(syn::parse2::<Body>(tokens)) {
        Some(body) => expand::body(krate, &body),
        None => errors.tokens().unwrap_or_default(),
    }
}

/// `__imports!("…")`, `__imports!("…", "dialect")`
pub(crate) fn imports(args: TokenStream) -> TokenStream {
    let ids = Punctuated::<LitStr, Token![,]>::parse_terminated.parse2(args).unwrap_or_default();
    let host = ids.first().and_then(|id| anyhost_abi::host(&id.value()));
    let dialect = ids.get(1).map(LitStr::value);
    match host.and_then(|host| host.dialect(dialect.as_deref())) {
        Some(dialect) => imports::declare(dialect),
        None => syn::Error::new(Span::call_site(), messages::NO_HOST_ID).to_compile_error(),
    }
}

fn derived(
    item: TokenStream,
    parse: fn(&DeriveInput, &mut Errors) -> Option<derive::Derived>,
    expand: impl Fn(&derive::Derived) -> TokenStream,
) -> TokenStream {
    let mut errors = Errors::default();
    let derived = errors.keep(syn::parse2(item)).and_then(|input| parse(&input, &mut errors));
    with_errors(TokenStream::new(), errors, || derived.map(|derived| expand(&derived)).unwrap_or_default())
}

/// The item with what it expands to, or with the errors.
fn with_errors(mut item: TokenStream, errors: Errors, expand: impl FnOnce() -> TokenStream) -> TokenStream {
    item.extend(errors.tokens().unwrap_or_else(expand));
    item
}

/// Uses what a module imports of our attributes: they are taken away, and it would be reported as unused.
fn imports_of_ours(items: &[Item]) -> TokenStream {
    fn binds(tree: &UseTree, name: &str) -> bool {
        match tree {
            UseTree::Path(path) => binds(&path.tree, name),
            UseTree::Name(own) => own.ident == name,
            UseTree::Rename(rename) => rename.rename == name,
            UseTree::Glob(_) => false,
            UseTree::Group(group) => group.items.iter().any(|tree| binds(tree, name)),
        }
    }
    let imported = |name: &&str| items.iter().any(|item| matches!(item, Item::Use(item) if binds(&item.tree, name)));
    let names = ["node", "route"].into_iter().filter(imported).map(|name| Ident::new(name, expand::here()));
    let uses = names.map(|name| quote::quote_spanned!(expand::here()=> use #name as _;));
    uses.collect()
}

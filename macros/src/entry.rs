//! The macros as functions of tokens. On any error the author's item stays, so that editors keep working.

use crate::attr::{Args, Place};
use crate::errors::Errors;
use crate::model::Plugin;
use crate::{derive, expand, imports, kept, messages, parse, validate};
use anyhost_abi::Host;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, DeriveInput, Item, ItemFn, ItemImpl, ItemMod, LitStr, Meta, Token, UseTree};

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
        let entry = expand::entry_of(krate, &vis, &ident);
        quote!(#(#cfgs)* #marker #(#cfgs)* #plugin #(#cfgs)* #entry)
    })
}

/// `#[plugin(…)]`
pub(crate) fn plugin(args: TokenStream, item: TokenStream, krate: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let args = Args::parse(args, Place::Plugin, &mut errors);
    let module = syn::parse2::<ItemMod>(item.clone());
    let Ok(ItemMod { content: Some((brace, mut items)), attrs, vis, unsafety, mod_token, ident, semi }) = module else {
        errors.span(Span::call_site(), messages::PLUGIN_NOT_MOD);
        return with_errors(item, errors, TokenStream::new);
    };
    let mut nodes = Vec::new();
    for item in &mut items {
        let Item::Fn(function) = item else { continue };
        let Some(at) = function.attrs.iter().position(is_node) else { continue };
        let attr = function.attrs.remove(at);
        let node_args = match attr.meta {
            Meta::List(list) => Args::parse(list.tokens, Place::Inner, &mut errors),
            _ => Args::default(),
        };
        nodes.push(parse::node(function, node_args, args.category.as_ref(), &mut errors));
    }
    if nodes.is_empty() {
        errors.at(&ident, messages::PLUGIN_EMPTY);
    }
    let span = ident.span();
    let plugin = Plugin { hosts: args.hosts, nodes, is_module: true };
    validate::plugin(&plugin, &mut errors);
    let used = imports_of_node(&items);
    let (expansion, marker) = match errors.tokens() {
        Some(errors) => (errors, TokenStream::new()),
        None => {
            let (plugin, entry) = (expand::plugin(krate, &plugin), expand::entry(krate));
            (quote!(#plugin #entry), expand::marker(span))
        }
    };
    items.extend([Item::Verbatim(used), Item::Verbatim(expansion)]);
    let module = ItemMod { content: Some((brace, items)), attrs, vis, unsafety, mod_token, ident, semi };
    quote!(#module #marker)
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

/// `#[node]`, however it is imported.
fn is_node(attr: &Attribute) -> bool {
    attr.path().segments.last().is_some_and(|last| last.ident == "node")
}

/// Uses what a module imports as `node`: its attributes are taken away, and it would be reported as unused.
fn imports_of_node(items: &[Item]) -> TokenStream {
    fn binds(tree: &UseTree) -> bool {
        match tree {
            UseTree::Path(path) => binds(&path.tree),
            UseTree::Name(name) => name.ident == "node",
            UseTree::Rename(rename) => rename.rename == "node",
            UseTree::Glob(_) => false,
            UseTree::Group(group) => group.items.iter().any(binds),
        }
    }
    let imported = items.iter().any(|item| matches!(item, Item::Use(item) if binds(&item.tree)));
    if imported { quote::quote_spanned!(expand::here()=> use node as _;) } else { TokenStream::new() }
}

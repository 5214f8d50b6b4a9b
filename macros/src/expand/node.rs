//! One node: what hosts are told of it.

use super::{Pin, at, call, here, ident, type_of};
use crate::hosts::Chosen;
use crate::json::Json;
use crate::messages;
use crate::model::{ContextArg, Input, Node, Output, plain};
use crate::names;
use crate::types::{Look, look, with_lifetime};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{LitStr, Type};

/// `__INFO_n` for the compiler, `__NODE_n` and `__call_n` for the module, and the checks.
pub(super) fn node(index: usize, node: &Node, hosts: &[Chosen]) -> TokenStream {
    let Node { cfgs, title, description, category, long_running, .. } = node;
    let docs = option(node.docs.as_ref());
    let scores = node.scores.iter().flat_map(|scores| &scores.all).map(|(name, number)| {
        let name = name.to_string();
        quote_spanned!(here()=> (#name, #number))
    });
    let permissions = node.permissions.iter().flat_map(|permissions| &permissions.all);
    let name = &node.name.text;
    let icon = option(node.icon.as_ref());
    let pure_ = node.pure_.is_some();
    let inputs = node.inputs.iter().map(input_info);
    let (outputs, execs) = outputs(node);
    let checks = checks(node, hosts).into_iter().map(|check| quote_spanned!(here()=> #(#cfgs)* #check));
    let call = call::call(index, node);
    let find = find(node);
    let [info, item, call_name] = ["__INFO_", "__NODE_", "__call_"].map(|name| ident(name, index));
    quote_spanned! {here()=>
        #(#cfgs)*
        const #info: __rt::NodeInfo = __rt::NodeInfo {
            name: #name,
            title: #title,
            description: #description,
            category: #category,
            icon: #icon,
            docs: #docs,
            pure_: #pure_,
            long_running: #long_running,
            scores: &[#(#scores),*],
            permissions: &[#(#permissions),*],
            inputs: &[#(#inputs),*],
            outputs: #outputs,
            execs: __rt::execs(#execs, #pure_),
        };
        #(#cfgs)*
        static #item: __rt::Node = __rt::Node {
            name: #info.name,
            find: #find,
            item: __rt::item(#info.inputs),
            execs: &__rt::exec_names::<{ #info.execs.len() }>(#info.execs),
            call: #call_name,
        };
        #(#cfgs)*
        #call
        #(#checks)*
    }
}

/// Finds the index of a key that the node reads.
fn find(node: &Node) -> TokenStream {
    let inputs = node.inputs.iter().enumerate().map(|(index, input)| {
        let (is, index) = (super::is(&input.name.text), Literal::usize_unsuffixed(index));
        quote_spanned!(here()=> if #is { return #index; })
    });
    let inputs = (!node.inputs.is_empty()).then(|| quote_spanned!(here()=> if inside { #(#inputs)* }));
    let other = match &node.context {
        Some(ContextArg { ty, .. }) => {
            let (ty, first) = (fixed(ty), Literal::usize_unsuffixed(node.inputs.len()));
            quote_spanned!(at(ty.span())=> if !inside { return __rt::context_index::<#ty>(#first, key); })
        }
        None => TokenStream::new(),
    };
    quote_spanned! {here()=>
        |inside, key| {
            #inputs
            #other
            usize::MAX
        }
    }
}

fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote_spanned!(here()=> ::core::option::Option::Some(#value)),
        None => quote_spanned!(here()=> ::core::option::Option::None),
    }
}

/// The type as constants take it.
fn fixed(ty: &Type) -> TokenStream {
    with_lifetime(ty, "static")
}

fn input_info(input: &Input) -> TokenStream {
    let Input { title, description, .. } = input;
    let name = &input.name.text;
    let ty = type_of(&fixed(&input.ty));
    // An `Option` of a type that only serde knows is as optional as any.
    let ty = match look(&input.ty) {
        Look::Option(_) => quote_spanned!(here()=> __rt::PinType { optional: true, ..#ty }),
        _ => ty,
    };
    let default = option(input.default.as_ref().map(|default| default.value.text()));
    let choices = input.choices.iter().flat_map(|choices| &choices.texts).map(LitStr::value);
    let text = |limit: &Option<Json>| limit.as_ref().map(|limit| limit.value.text()).unwrap_or_default();
    let range = match (&input.min, &input.max) {
        (None, None) => option(None::<&str>),
        (min, max) => {
            let (min, max) = (text(min), text(max));
            option(Some(quote_spanned!(here()=> (#min, #max))))
        }
    };
    let item = input.item.is_some();
    let form = form(input);
    quote_spanned! {here()=>
        __rt::PinInfo {
            name: #name,
            title: #title,
            description: #description,
            default: #default,
            choices: &[#(#choices),*],
            range: #range,
            #form
            item: #item,
            ..__rt::PinInfo::of(#ty)
        }
    }
}

/// What is said of an input beside its type, where something is.
fn form(input: &Input) -> TokenStream {
    let flags =
        [("sensitive", input.sensitive), ("enforce_schema", input.enforce_schema), ("required", input.required.is_some())];
    let flags = flags.into_iter().filter(|flag| flag.1).map(|(name, _)| Ident::new(name, here()));
    let step = input.step.as_ref().map(|step| {
        let step = option(Some(step.value.text()));
        quote_spanned!(here()=> step: #step,)
    });
    let placeholder = input.placeholder.as_ref().map(|text| {
        let text = option(Some(text.value()));
        quote_spanned!(here()=> placeholder: #text,)
    });
    let show = input.show.as_ref().map(|show| {
        let shows = show.conditions.iter().map(|(input, values)| {
            let (input, values) = (plain(input), values.iter().map(|value| value.value.text()));
            quote_spanned!(here()=> __rt::Show { input: #input, values: &[#(#values),*] })
        });
        quote_spanned!(here()=> show: &[#(#shows),*],)
    });
    quote_spanned!(here()=> #(#flags: true,)* #step #placeholder #show)
}

/// The outputs, and the exec outputs that their type chooses from.
fn outputs(node: &Node) -> (TokenStream, TokenStream) {
    let none = quote_spanned!(here()=> &[]);
    let named =
        |name: &str, ty: &Type| Pin { name, title: names::title(name), description: "", ty: type_of(&fixed(ty)) }.tokens();
    match &node.output {
        Output::Unit => (none.clone(), none),
        Output::Value(Some(name), ty) => {
            let pin = named(&name.text, ty);
            (quote_spanned!(here()=> &[#pin]), none)
        }
        Output::Value(None, ty) => {
            let ty = fixed(ty);
            let pin = Pin::output(type_of(&ty)).tokens();
            let pins = quote_spanned! {here()=>
                match __rt::Probe::<#ty>::PINS {
                    ::core::option::Option::Some(pins) => pins,
                    ::core::option::Option::None => &[#pin],
                }
            };
            (pins, quote_spanned!(here()=> __rt::Probe::<#ty>::EXECS))
        }
        Output::Tuple(elements) => {
            let pins = elements.iter().map(|(name, ty)| named(&name.text, ty));
            (quote_spanned!(here()=> &[#(#pins),*]), none)
        }
    }
}

/// What only the compiler can find wrong, since it knows the types.
fn checks(node: &Node, hosts: &[Chosen]) -> Vec<TokenStream> {
    let mut checks = Vec::new();
    for chosen in node.context.iter().flat_map(|_| hosts) {
        let Some(ContextArg { ty, .. }) = &node.context else { continue };
        let (ty, host, message) = (fixed(ty), chosen.host.id, messages::other_context(chosen.host.title));
        checks.push(quote_spanned! {at(ty.span())=>
            const _: () = ::core::assert!(__rt::is_context_of::<#ty>(#host), #message);
        });
    }
    for input in &node.inputs {
        if let Some(default) = &input.default {
            let (ty, text) = (type_of(&fixed(&input.ty)), default.value.text());
            checks.push(quote_spanned!(at(default.tokens.span())=> const _: () = __rt::check_default(&#ty, #text);));
        }
    }
    for (name, values) in node.inputs.iter().flat_map(|input| &input.show).flat_map(|show| &show.conditions) {
        let Some(other) = node.inputs.iter().find(|input| input.name.text == plain(name)) else { continue };
        let ty = type_of(&fixed(&other.ty));
        checks.extend(values.iter().map(|value| {
            let (text, message) = (value.value.text(), messages::SHOWN_FOR_OTHERS);
            quote_spanned!(at(value.tokens.span())=> const _: () = ::core::assert!(__rt::is_value(&#ty, #text), #message);)
        }));
    }
    let mut assert = |span, ty, condition: TokenStream, message| {
        let ty = fixed(ty);
        checks.push(quote_spanned!(at(span)=> const _: () = ::core::assert!(__rt::Probe::<#ty>::#condition, #message);));
    };
    let one_output = || quote_spanned!(here()=> PINS.is_none());
    match (&node.output, node.pure_) {
        (Output::Value(Some(name), ty), _) => assert(name.span, ty, one_output(), messages::OUTPUTS_NAMED),
        (Output::Value(None, ty), Some(pure_)) => {
            assert(pure_, ty, quote_spanned!(here()=> EXECS.is_empty()), messages::PURE_WITH_EXECS);
        }
        (Output::Tuple(elements), _) => {
            for (_, ty) in elements {
                assert(ty.span(), ty, one_output(), messages::OUTPUTS_IN_TUPLE);
            }
        }
        _ => {}
    }
    checks
}

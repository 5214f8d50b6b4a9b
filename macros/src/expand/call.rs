//! The function that calls the author's: reads the inputs, checks them, writes the outputs.

use super::{at, here, ident, write_field};
use crate::json::Json;
use crate::model::{Input, Node, Output};
use crate::types::{Look, look, with_lifetime};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{LitStr, Type};

/// `__call_n`
pub(super) fn call(index: usize, node: &Node) -> TokenStream {
    let name = ident("__call_", index);
    let inputs: Vec<_> = node.inputs.iter().enumerate().map(|(i, input)| (i, ident("a", i), input)).collect();
    let mut values: Vec<_> = inputs.iter().map(|(_, value, _)| value.to_token_stream()).collect();
    let context = node.context.as_ref().map(|context| {
        values.insert(context.position, quote_spanned!(here()=> &context));
        let ty = free(&context.ty);
        quote_spanned!(at(ty.span())=> let context = __rt::context::<#ty>(about);)
    });
    let read = read(&inputs, context.is_some());
    let function = &node.ident;
    let called = quote_spanned!(here()=> #function(#(#values),*));
    let error = quote_spanned!(at(node.fails)=> cx.error(&error));
    let finish = match (&node.output, node.fallible) {
        (Output::Unit, false) => quote_spanned! {here()=>
            #called;
            cx.begin();
            cx.end(0);
        },
        (Output::Unit, true) => quote_spanned! {here()=>
            if let ::core::result::Result::Err(error) = #called {
                return #error;
            }
            cx.begin();
            cx.end(0);
        },
        (output, fallible) => {
            let output_value = if fallible {
                quote_spanned! {here()=>
                    match #called {
                        ::core::result::Result::Ok(output) => output,
                        ::core::result::Result::Err(error) => return #error,
                    }
                }
            } else {
                called
            };
            let write = write(output);
            quote_spanned! {here()=>
                let output = #output_value;
                #write
            }
        }
    };
    quote_spanned! {here()=>
        fn #name(cx: &mut __rt::Call<'_>) {
            #read
            #context
            #finish
        }
    }
}

/// Writes what was returned.
fn write(output: &Output) -> TokenStream {
    match output {
        Output::Unit => TokenStream::new(),
        Output::Value(None, ty) => {
            let ty = free(ty);
            quote_spanned!(at(ty.span())=> __rt::Probe::<#ty>::finish(&output, cx);)
        }
        Output::Value(Some(name), ty) => {
            let write = write_field(&name.text, &free(ty), &quote_spanned!(here()=> &output));
            quote_spanned!(here()=> cx.begin(); #write cx.end(0);)
        }
        Output::Tuple(elements) => {
            let writes = elements.iter().enumerate().map(|(i, (name, ty))| {
                let element = Literal::usize_unsuffixed(i);
                write_field(&name.text, &free(ty), &quote_spanned!(here()=> &output.#element))
            });
            quote_spanned!(here()=> cx.begin(); #(#writes)* cx.end(0);)
        }
    }
}

/// The type as functions take it.
fn free(ty: &Type) -> TokenStream {
    with_lifetime(ty, "_")
}

type Numbered<'n> = (usize, Ident, &'n Input);

fn read(inputs: &[Numbered<'_>], context: bool) -> TokenStream {
    if inputs.is_empty() && !context {
        return quote_spanned! {here()=>
            cx.next();
            if cx.failed() {
                return;
            }
        };
    }
    let lets = inputs.iter().map(|(_, value, _)| quote_spanned!(here()=> let mut #value = ::core::option::Option::None;));
    let defaults = inputs.iter().map(|(i, _, input)| default_text(*i, input));
    let arms = inputs.iter().map(|(i, value, input)| {
        let read = super::read(&free(&input.ty));
        let index = if i + 1 == inputs.len() && !context {
            quote_spanned!(here()=> _)
        } else {
            Literal::usize_unsuffixed(*i).into_token_stream()
        };
        // A null where there is a default is as good as nothing.
        let given = input.default.is_some().then(|| quote_spanned!(here()=> if !value.null()));
        quote_spanned!(here()=> #index => #given { #value = #read })
    });
    let about = context.then(|| quote_spanned!(here()=> let mut about = __rt::About::default();));
    let about_arm = context.then(|| {
        let len = Literal::usize_unsuffixed(inputs.len());
        quote_spanned!(here()=> pin => about.read(pin.wrapping_sub(#len), value))
    });
    let takes = inputs.iter().map(|(i, value, input)| take(*i, value, input));
    quote_spanned! {here()=>
        #(#lets)*
        #about
        while let ::core::option::Option::Some((pin, value)) = cx.next() {
            match pin { #(#arms)* #about_arm }
        }
        if cx.failed() {
            return;
        }
        #(#defaults)*
        #(#takes)*
    }
}

/// A copy of the default's text that a reader may change; values may borrow from it.
fn default_text(index: usize, input: &Input) -> Option<TokenStream> {
    let text = super::padded(&input.default.as_ref()?.value.text());
    let name = ident("d", index);
    Some(quote_spanned!(here()=> let mut #name = *#text;))
}

/// Unpacks a value, given or not. Then its own conditions.
fn take(index: usize, value: &Ident, input: &Input) -> TokenStream {
    let pin = &input.name.text;
    let (missing, one) = match look(&input.ty) {
        Look::Option(inner) => {
            let none = quote_spanned! {here()=>
                or(::core::option::Option::Some(::core::option::Option::None))
            };
            (none, Some(inner))
        }
        _ => {
            let ty = free(&input.ty);
            (quote_spanned!(at(ty.span())=> or_else(__rt::Probe::<#ty>::missing)), None)
        }
    };
    let condition = conditions(pin, value, input, one);
    let default = input.default.as_ref().map(|_| {
        let (text, read) = (ident("d", index), super::read(&free(&input.ty)));
        quote_spanned! {here()=>
            if #value.is_none() {
                #value = cx.default(#pin, &mut #text, |value| #read);
            }
        }
    });
    quote_spanned! {here()=>
        #default
        let ::core::option::Option::Some(#value) = #value.#missing else { return cx.missing(#pin) };
        #condition
    }
}

fn conditions(pin: &str, value: &Ident, input: &Input, inner: Option<&Type>) -> TokenStream {
    let checked = Ident::new("checked", here());
    let number = inner.unwrap_or(&input.ty);
    let tests: Vec<_> = [("<", &input.min), (">", &input.max)]
        .into_iter()
        .filter_map(|(operator, limit)| limit.as_ref().map(|limit| (operator, limit)))
        .map(|(operator, limit)| {
            let limit = number_tokens(limit, number);
            match operator {
                "<" => quote_spanned!(here()=> *#checked < #limit),
                _ => quote_spanned!(here()=> *#checked > #limit),
            }
        })
        .collect();
    let mut conditions = TokenStream::new();
    if !tests.is_empty() {
        let text = |limit: &Option<Json>| limit.as_ref().map(|limit| limit.value.text()).unwrap_or_default();
        let (min, max) = (text(&input.min), text(&input.max));
        conditions.extend(quote_spanned!(here()=> if #(#tests)||* { return cx.out_of_range(#pin, #min, #max) }));
    }
    if let Some(choices) = &input.choices {
        let texts = choices.texts.iter().map(LitStr::value);
        let accepted = quote_spanned!(at(choices.key.span())=> cx.choice(#pin, #checked, &[#(#texts),*]));
        conditions.extend(quote_spanned!(here()=> if !#accepted { return }));
    }
    if conditions.is_empty() {
        return conditions;
    }
    match inner {
        Some(_) => quote_spanned!(here()=> if let ::core::option::Option::Some(#checked) = &#value { #conditions }),
        None => quote_spanned! {here()=> { let #checked = &#value; #conditions }},
    }
}

/// The number as Rust wants it for this type: `0` is no float there.
pub(super) fn number_tokens(limit: &Json, ty: &Type) -> TokenStream {
    let text = limit.value.text();
    let is_whole = !text.contains(['.', 'e', 'E']);
    match look(ty) {
        Look::Float if is_whole => respan(&format!("{text}.0"), limit),
        _ => limit.tokens.clone(),
    }
}

fn respan(number: &str, limit: &Json) -> TokenStream {
    let tokens: TokenStream = number.parse().unwrap_or_default();
    let span = at(limit.tokens.span());
    tokens
        .into_iter()
        .map(|mut token| {
            token.set_span(span);
            token
        })
        .collect()
}

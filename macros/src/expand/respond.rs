//! From what a function returns to a response.

use super::{at, here};
use crate::types::{self, Look, json, look, with_lifetime};
use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::Type;
use syn::spanned::Spanned;

/// What becomes of `returned`: `reply` makes a response of it, or writes it.
pub(super) fn respond(ty: Option<&Type>, reply: &TokenStream) -> TokenStream {
    match ty {
        Some(ty) => of_type(ty, &quote_spanned!(at(ty.span())=> returned), reply),
        None => quote_spanned!(here()=> #reply.plain(__http::IntoResponse::into_response(returned))),
    }
}

/// Whether the response of this type has no headers of its own, by its looks.
pub(super) fn is_plain(ty: &Type) -> bool {
    if let Some(result) = types::result(ty) {
        return is_plain(result.ok) && result.error.is_some_and(is_plain);
    }
    match (look(ty), ty) {
        (Look::Option(inner), _) => is_plain(inner),
        (Look::Text | Look::Int(..), _) => true,
        (_, Type::Tuple(tuple)) => tuple.elems.iter().all(is_plain),
        _ => is_status(ty) || json(ty).is_some(),
    }
}

/// What becomes of a value of this type. JSON is written by this crate's own traits, or by serde.
fn of_type(ty: &Type, value: &TokenStream, reply: &TokenStream) -> TokenStream {
    if let Some(result) = types::result(ty) {
        let ok = of_type(result.ok, &quote_spanned!(at(result.ok.span())=> value), reply);
        let span = result.error.map_or_else(|| ty.span(), Spanned::span);
        let failure = match result.error {
            Some(error) => quote_spanned!(at(span)=> __http::rt::Failure::<#error>::response(error)),
            None => quote_spanned!(at(span)=> __http::IntoFailure::into_failure(error)),
        };
        let way = way(result.error.is_some_and(is_plain));
        return quote_spanned! {here()=>
            match #value {
                ::core::result::Result::Ok(value) => #ok,
                ::core::result::Result::Err(error) => #reply.#way(#failure),
            }
        };
    }
    if let Look::Option(inner) = look(ty) {
        let some = of_type(inner, &quote_spanned!(at(inner.span())=> value), reply);
        return quote_spanned! {here()=>
            match #value {
                ::core::option::Option::Some(value) => #some,
                ::core::option::Option::None => {
                    #reply.plain(__http::IntoResponse::into_response(::core::option::Option::None::<()>))
                }
            }
        };
    }
    if let Some(inner) = json(ty) {
        let inner = with_lifetime(inner, "_");
        let write = quote_spanned!(at(inner.span())=> __rt::Probe::<#inner>::write(&(#value).0, writer));
        return quote_spanned!(here()=> #reply.json(|writer| #write));
    }
    if let Some(last) = with_status(ty) {
        let response = of_type(last, &quote_spanned!(at(last.span())=> value.1), reply);
        return quote_spanned! {here()=> {
            let value = #value;
            let status = __http::rt::code(value.0);
            #response.with_status(status)
        }};
    }
    let way = way(is_plain(ty));
    quote_spanned!(at(ty.span())=> #reply.#way(__http::IntoResponse::into_response(#value)))
}

/// How a response is written: with its headers only if it may have some, so that others link nothing for them.
fn way(plain: bool) -> TokenStream {
    if plain { quote_spanned!(here()=> plain) } else { quote_spanned!(here()=> response) }
}

/// What stands behind a status.
fn with_status(ty: &Type) -> Option<&Type> {
    let Type::Tuple(tuple) = ty else { return None };
    let mut elements = tuple.elems.iter();
    let (Some(status), Some(last), None) = (elements.next(), elements.next(), elements.next()) else { return None };
    is_status(status).then_some(last)
}

fn is_status(ty: &Type) -> bool {
    match (look(ty), ty) {
        (Look::Int(..), _) => true,
        (_, Type::Path(path)) => path.path.segments.last().is_some_and(|last| last.ident == "StatusCode"),
        _ => false,
    }
}

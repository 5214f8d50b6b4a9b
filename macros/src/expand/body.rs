//! `json!`

use super::here;
use crate::body::{Body, Piece};
use proc_macro2::TokenStream;
use quote::quote_spanned;

/// Writes the pieces, one after another.
pub(crate) fn body(krate: &TokenStream, body: &Body) -> TokenStream {
    let writes = body.pieces.iter().map(|piece| match piece {
        Piece::Text(text) => quote_spanned!(here()=> writer.raw(#text);),
        Piece::Value(value) => quote_spanned!(here()=> #krate::rt::Value(&(#value)).write(&mut writer);),
    });
    quote_spanned! {here()=> {
        #[allow(unused_imports)]
        use #krate::rt::fallback::*;
        let mut writer = #krate::rt::Writer::new();
        #(#writes)*
        #krate::http::rt::text(writer)
    }}
}

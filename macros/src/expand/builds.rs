//! In which builds an item is there.

use super::here;
use crate::hosts::Chosen;
use proc_macro2::TokenStream;
use quote::quote_spanned;

/// In builds for one of these hosts, and in those for all hosts.
pub(super) fn with(hosts: &[&Chosen]) -> TokenStream {
    let ids = hosts.iter().map(|chosen| chosen.host.id);
    quote_spanned!(here()=> #[cfg(any(not(anyhost_host), #(anyhost_host = #ids),*))])
}

/// In builds for one of these hosts.
pub(super) fn only(hosts: &[&Chosen]) -> TokenStream {
    let ids = hosts.iter().map(|chosen| chosen.host.id);
    match hosts {
        [_] => quote_spanned!(here()=> #(#[cfg(anyhost_host = #ids)])*),
        _ => quote_spanned!(here()=> #[cfg(any(#(anyhost_host = #ids),*))]),
    }
}

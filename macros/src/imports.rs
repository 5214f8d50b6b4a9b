//! Declares a host's functions for the SDK itself, from the data: no other crate spells their names.

use anyhost_abi::{Host, Import, Offer, Val};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// One module for each import module of the host's first dialect, with the functions that the SDK wraps.
pub(crate) fn declare(host: &Host) -> TokenStream {
    let Some(dialect) = host.dialects.first() else { return TokenStream::new() };
    let wrapped = || dialect.imports.iter().filter(|import| matches!(import.offer, Offer::Wrapped(_)));
    let mut modules: Vec<&str> = wrapped().map(|import| import.module).collect();
    modules.dedup();
    let modules = modules.into_iter().map(|module| {
        let functions = wrapped().filter(|import| import.module == module).map(function);
        let name = Ident::new(module, Span::call_site());
        let doc = format!("Functions of the module `{module}`.");
        quote! {
            #[doc = #doc]
            pub(crate) mod #name {
                #[link(wasm_import_module = #module)]
                unsafe extern "C" {
                    #(#functions)*
                }
            }
        }
    });
    quote!(#(#modules)*)
}

fn function(import: &Import) -> TokenStream {
    let (field, doc) = (import.name, import.does);
    let name = Ident::new(field, Span::call_site());
    let params = import.params().enumerate().map(|(i, val)| {
        let (name, ty) = (format_ident!("p{i}"), val_type(val));
        quote!(#name: #ty)
    });
    let result = import.results().first().map(|val| {
        let ty = val_type(*val);
        quote!(-> #ty)
    });
    quote! {
        #[doc = #doc]
        #[link_name = #field]
        pub(crate) fn #name(#(#params),*) #result;
    }
}

fn val_type(val: Val) -> TokenStream {
    match val {
        Val::I32 => quote!(i32),
        Val::I64 => quote!(i64),
        Val::F32 => quote!(f32),
        Val::F64 => quote!(f64),
    }
}

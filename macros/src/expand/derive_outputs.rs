//! `derive(Outputs)`: fields are outputs, variants are exec outputs.

use super::derive_pin::{in_const, object_type, self_type, write_object};
use super::{Pin, here, ident, type_of, write_field};
use crate::derive::{Derived, Field, Kind, Variant, union};
use crate::errors::Errors;
use crate::json::quoted;
use crate::types::with_lifetime;
use proc_macro2::{Literal, TokenStream};
use quote::quote_spanned;

/// `impl`s of `Pin` and `ToPin`.
pub(crate) fn derive_outputs(krate: &TokenStream, derived: &Derived) -> TokenStream {
    let impls = match &derived.kind {
        Kind::Struct(fields) => structure(derived, fields),
        Kind::Enum(variants) => choice(derived, variants),
    };
    in_const(krate, &impls)
}

fn structure(derived: &Derived, fields: &[Field]) -> TokenStream {
    let pin = object_type(derived, fields);
    let any = self_type(derived, "'_");
    let pins = pins(&fields.iter().collect::<Vec<_>>());
    let value = |field: &Field| {
        let member = &field.member;
        quote_spanned!(here()=> &self.#member)
    };
    let object = write_object(fields, value);
    let outputs = fields.iter().map(|field| write_field(&field.name.text, &with_lifetime(&field.ty, "_"), &value(field)));
    quote_spanned! {here()=>
        #pin
        impl __rt::ToPin for #any {
            #pins
            fn to_pin(&self, writer: &mut __rt::Writer) {
                #object
            }
            fn outputs(&self, cx: &mut __rt::Call<'_>) {
                #(#outputs)*
            }
        }
    }
}

fn pins(fields: &[&Field]) -> TokenStream {
    let pins = fields.iter().map(|field| {
        let ty = type_of(&with_lifetime(&field.ty, "static"));
        Pin { name: &field.name.text, title: field.title.clone(), description: &field.description, ty }.tokens()
    });
    quote_spanned! {here()=>
        const PINS: ::core::option::Option<&'static [__rt::PinInfo]> = ::core::option::Option::Some(&[#(#pins),*]);
    }
}

fn choice(derived: &Derived, variants: &[Variant]) -> TokenStream {
    let any = self_type(derived, "'_");
    let pins = pins(&union(variants, &mut Errors::default()));
    let execs = variants.iter().map(|variant| {
        let Variant { title, description, .. } = variant;
        let name = &variant.name.text;
        let json = quoted(name);
        quote_spanned!(here()=> __rt::ExecInfo { name: #name, json: #json, title: #title, description: #description })
    });
    let arms = |write: fn(&Variant) -> TokenStream| {
        let arms = variants.iter().map(move |variant| {
            let (name, write) = (&variant.ident, write(variant));
            let members = variant.fields.iter().map(|field| &field.member);
            let values = (0..variant.fields.len()).map(|i| ident("value", i));
            quote_spanned!(here()=> Self::#name { #(#members: #values),* } => { #write })
        });
        quote_spanned!(here()=> match self { #(#arms)* })
    };
    let object = arms(|variant| {
        let value = |field: &Field| {
            let index = variant.fields.iter().position(|other| std::ptr::eq(other, field)).unwrap_or(0);
            let value = ident("value", index);
            quote_spanned!(here()=> #value)
        };
        write_object(&variant.fields, value)
    });
    let outputs = arms(|variant| {
        let fields = variant.fields.iter().enumerate().map(|(i, field)| {
            let value = ident("value", i);
            write_field(&field.name.text, &with_lifetime(&field.ty, "_"), &quote_spanned!(here()=> #value))
        });
        fields.collect()
    });
    let exec = variants.iter().enumerate().map(|(i, variant)| {
        let (name, index) = (&variant.ident, Literal::usize_unsuffixed(i));
        quote_spanned!(here()=> Self::#name { .. } => #index)
    });
    quote_spanned! {here()=>
        impl __rt::Pin for #any {
            const TYPE: __rt::PinType = __rt::PinType::of(__rt::abi::DataType::Struct);
        }
        impl __rt::ToPin for #any {
            #pins
            const EXECS: &'static [__rt::ExecInfo] = &[#(#execs),*];
            fn to_pin(&self, writer: &mut __rt::Writer) {
                #object
            }
            fn outputs(&self, cx: &mut __rt::Call<'_>) {
                #outputs
            }
            fn exec(&self) -> usize {
                match self { #(#exec),* }
            }
        }
    }
}

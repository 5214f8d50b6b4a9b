//! `derive(Pin)`: a JSON object, or a text out of several.

use super::call::number_tokens;
use super::{here, ident, or_missing, read, type_of};
use crate::derive::{Derived, Field, Kind, Variant};
use crate::json::{Json, Value, quoted};
use crate::types::{Look, borrows, look, mentions, with_lifetime};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

/// `impl`s of `Pin`, `FromPin` and `ToPin`.
pub(crate) fn derive_pin(krate: &TokenStream, derived: &Derived) -> TokenStream {
    let impls = match &derived.kind {
        Kind::Struct(fields) => structure(derived, fields),
        Kind::Enum(variants) => choices(derived, variants),
    };
    in_const(krate, &impls)
}

/// Impls in a scope of their own.
pub(super) fn in_const(krate: &TokenStream, impls: &TokenStream) -> TokenStream {
    quote_spanned! {here()=>
        const _: () = {
            use #krate::rt as __rt;
            use __rt::fallback::*;
            #impls
        };
    }
}

/// The type, with this for each of its lifetimes.
pub(super) fn self_type(derived: &Derived, lifetime: &str) -> TokenStream {
    let name = &derived.ident;
    if derived.lifetimes == 0 {
        return name.to_token_stream();
    }
    let lifetimes = (0..derived.lifetimes).map(|_| syn::Lifetime::new(lifetime, here()));
    quote_spanned!(here()=> #name<#(#lifetimes),*>)
}

fn structure(derived: &Derived, fields: &[Field]) -> TokenStream {
    let pin = object_type(derived, fields);
    let (reading, any) = (self_type(derived, "'__a"), self_type(derived, "'_"));
    let values: Vec<Ident> = (0..fields.len()).map(|i| ident("f", i)).collect();
    let reads = fields.iter().zip(&values).map(|(field, value)| {
        let read = read(&with_lifetime(&field.ty, "__a"));
        // A null where there is a default is as good as nothing.
        let given = field.default.is_some().then(|| quote_spanned!(here()=> if !value.null()));
        let within = within(field, value);
        quote_spanned!(here()=> #given { #value = ::core::option::Option::Some(#read); #within })
    });
    let object = if derived.form { by_key(fields, reads) } else { by_index(fields, reads) };
    let takes = fields.iter().zip(&values).map(|(field, value)| take(derived, field, value));
    let members = fields.iter().map(|field| &field.member);
    // A part of a form that is not there is as if all of its fields were empty.
    let missing = derived.form.then(|| {
        let empty = super::padded("{}");
        quote_spanned! {here()=>
            fn missing() -> ::core::option::Option<Self> {
                let mut empty = *#empty;
                Self::from_pin(&mut __rt::Reader::padded(&mut empty))
            }
        }
    });
    let write = write_object(fields, |field| {
        let member = &field.member;
        quote_spanned!(here()=> &self.#member)
    });
    quote_spanned! {here()=>
        #pin
        impl<'__a> __rt::FromPin<'__a> for #reading {
            fn from_pin(reader: &mut __rt::Reader<'__a>) -> ::core::option::Option<Self> {
                #(let mut #values = ::core::option::Option::None;)*
                if !#object {
                    return ::core::option::Option::None;
                }
                #(#takes)*
                ::core::option::Option::Some(Self { #(#members: #values),* })
            }
            #missing
        }
        impl __rt::ToPin for #any {
            fn to_pin(&self, writer: &mut __rt::Writer) {
                #write
            }
        }
    }
}

/// Reads an object by comparing each key with a list.
fn by_index(fields: &[Field], reads: impl Iterator<Item = TokenStream>) -> TokenStream {
    let names = fields.iter().map(|field| &field.name.text);
    let arms = reads.enumerate().map(|(i, read)| {
        let index =
            if i + 1 == fields.len() { quote_spanned!(here()=> _) } else { Literal::usize_unsuffixed(i).into_token_stream() };
        quote_spanned!(here()=> #index => #read)
    });
    let each = if fields.is_empty() {
        quote_spanned!(here()=> &mut |_, _| {})
    } else {
        quote_spanned!(here()=> &mut |field, value| match field { #(#arms)* })
    };
    quote_spanned!(here()=> reader.object(&[#(#names),*], #each))
}

/// The same for what is read once: the keys are in the code, which is smaller where there are few.
fn by_key(fields: &[Field], reads: impl Iterator<Item = TokenStream>) -> TokenStream {
    let tests = fields.iter().zip(reads).map(|(field, read)| {
        let is = super::is(&field.name.text);
        quote_spanned!(here()=> if #is { #read })
    });
    let value = Ident::new(if fields.is_empty() { "_value" } else { "value" }, here());
    let key = Ident::new(if fields.is_empty() { "_key" } else { "key" }, here());
    quote_spanned!(here()=> reader.entries(&mut |#key: &str, #value| { #(#tests)else* }))
}

/// Holds a number that was read within its limits.
fn within(field: &Field, value: &Ident) -> TokenStream {
    let text = |limit: &Option<Json>| limit.as_ref().map(|limit| limit.value.text());
    let message = match (text(&field.min), text(&field.max)) {
        (None, None) => return TokenStream::new(),
        (Some(min), None) => format!("must be at least {min}"),
        (None, Some(max)) => format!("must be at most {max}"),
        (Some(min), Some(max)) => format!("must be from {min} to {max}"),
    };
    let (ty, pattern) = match look(&field.ty) {
        Look::Option(inner) => {
            (inner, quote_spanned!(here()=> ::core::option::Option::Some(::core::option::Option::Some(number))))
        }
        _ => (&field.ty, quote_spanned!(here()=> ::core::option::Option::Some(number))),
    };
    let min = field.min.iter().map(|limit| (quote_spanned!(here()=> <), limit));
    let max = field.max.iter().map(|limit| (quote_spanned!(here()=> >), limit));
    let tests = min.chain(max).map(|(beyond, limit)| {
        let limit = number_tokens(limit, ty);
        quote_spanned!(here()=> *number #beyond #limit)
    });
    quote_spanned! {here()=>
        if let ::core::option::Option::Some(#pattern) = &#value
            && (#(#tests)||*)
        {
            value.fail(#message);
        }
    }
}

fn take(derived: &Derived, field: &Field, value: &Ident) -> TokenStream {
    let name = quoted(&field.name.text);
    // A form's defaults are written as constants where that is possible: they are read at each start.
    if let (true, Some(default)) = (derived.form, &field.default)
        && let Some(constant) = constant(&default.value, &field.ty)
    {
        return quote_spanned! {here()=>
            let #value = match #value {
                ::core::option::Option::Some(::core::option::Option::Some(value)) => value,
                _ => #constant,
            };
        };
    }
    let absent = match (&field.default, look(&field.ty)) {
        (Some(default), _) => {
            let default = default_value(&default.value, field);
            quote_spanned!(here()=> unwrap_or_else(|| #default))
        }
        (None, Look::Option(_)) => quote_spanned! {here()=>
            unwrap_or(::core::option::Option::Some(::core::option::Option::None))
        },
        (None, _) => or_missing(&with_lifetime(&field.ty, "__a")),
    };
    let message = match &field.default {
        Some(_) => format!("the default of field {name} is no value of its type"),
        None => format!("missing field {name}"),
    };
    quote_spanned! {here()=>
        let ::core::option::Option::Some(#value) = #value.#absent else {
            reader.fail(#message);
            return ::core::option::Option::None;
        };
    }
}

/// Types that everybody knows take their default as it is, owned ones read it as they read any value; borrowed ones take a
/// text that is always there.
fn default_value(default: &Value, field: &Field) -> TokenStream {
    let ty = &field.ty;
    match (default, look(ty)) {
        (Value::Text(text), Look::Option(_)) if borrows(ty) => quote_spanned! {here()=>
            ::core::option::Option::Some(::core::option::Option::Some(::core::convert::From::from(#text)))
        },
        (Value::Text(text), _) if borrows(ty) => {
            quote_spanned!(here()=> ::core::option::Option::Some(::core::convert::From::from(#text)))
        }
        _ => {
            let text = super::padded(&default.text());
            quote_spanned! {here()=> {
                let mut text = *#text;
                __rt::Probe::<#ty>::read(&mut __rt::Reader::padded(&mut text))
            }}
        }
    }
}

/// A default as Rust writes it, for types that everybody knows.
fn constant(default: &Value, ty: &Type) -> Option<TokenStream> {
    let digits = |digits: &str| digits.parse::<TokenStream>().ok();
    Some(match (look(ty), default) {
        (Look::Bool, Value::Bool(value)) => quote_spanned!(here()=> #value),
        (Look::Text, Value::Text(text)) => quote_spanned!(here()=> __rt::json::join(&[#text]).into()),
        (Look::Float, Value::Int(number)) => digits(&format!("{number}.0"))?,
        (Look::Float, Value::Float(number)) | (Look::Int(..), Value::Int(number)) => digits(number)?,
        _ => return None,
    })
}

/// `Pin` for an object, with its schema.
pub(super) fn object_type(derived: &Derived, fields: &[Field]) -> TokenStream {
    let any = self_type(derived, "'_");
    let mut parts = Vec::new();
    let mut text = "{\"type\":\"object\",\"properties\":{".to_owned();
    for (i, field) in fields.iter().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        text.push_str(&format!("{comma}{}:", quoted(&field.name.text)));
        let shown = if derived.form { shown(field) } else { String::new() };
        if mentions(&field.ty, &derived.ident.to_string()) || mentions(&field.ty, "Self") {
            // A constant cannot hold itself.
            text.push_str(&format!("{{{shown}}}"));
            continue;
        }
        let ty = type_of(&with_lifetime(&field.ty, "static"));
        if shown.is_empty() {
            parts.push(std::mem::take(&mut text).to_token_stream());
            parts.push(quote_spanned!(here()=> __rt::json_type!(#ty)));
        } else {
            text.push_str(&format!("{{{shown}"));
            parts.push(std::mem::take(&mut text).to_token_stream());
            let members = |i: usize| quote_spanned!(here()=> __rt::konst::members(__rt::json_type!(#ty))[#i]);
            parts.extend([0, 1].map(members));
        }
    }
    // A part of a form may have a default for each of its own fields, which its name does not tell.
    let required = |field: &&Field| match look(&field.ty) {
        Look::Option(_) => false,
        Look::Unknown => !derived.form && field.default.is_none(),
        _ => field.default.is_none(),
    };
    let required = fields.iter().filter(required);
    let required: Vec<_> = required.map(|field| quoted(&field.name.text)).collect();
    text.push('}');
    if !required.is_empty() {
        text.push_str(&format!(",\"required\":[{}]", required.join(",")));
    }
    text.push('}');
    let defaults = fields.iter().filter_map(|field| {
        let default = field.default.as_ref()?;
        let (ty, text) = (type_of(&with_lifetime(&field.ty, "static")), default.value.text());
        let span = super::at(default.tokens.span());
        Some(quote_spanned!(span=> const _: () = __rt::check_default(&#ty, #text);))
    });
    quote_spanned! {here()=>
        #(#defaults)*
        impl __rt::Pin for #any {
            const TYPE: __rt::PinType = __rt::PinType {
                schema: ::core::option::Option::Some(__rt::concat_str!(#(#parts,)* #text)),
                ..__rt::PinType::of(__rt::abi::DataType::Struct)
            };
        }
    }
}

/// What a form says of a field, as members of its schema.
fn shown(field: &Field) -> String {
    let mut members = vec![format!("\"title\":{}", quoted(&field.title))];
    if !field.description.is_empty() {
        members.push(format!("\"description\":{}", quoted(&field.description)));
    }
    for (key, value) in [("default", &field.default), ("minimum", &field.min), ("maximum", &field.max)] {
        members.extend(value.as_ref().map(|value| format!("\"{key}\":{}", value.value.text())));
    }
    members.join(",")
}

/// Writes fields as one object.
pub(super) fn write_object(fields: &[Field], value: impl Fn(&Field) -> TokenStream) -> TokenStream {
    let mut tokens = TokenStream::new();
    for (i, field) in fields.iter().enumerate() {
        let key = format!("{}{}:", if i > 0 { ',' } else { '{' }, quoted(&field.name.text));
        let (ty, value) = (with_lifetime(&field.ty, "_"), value(field));
        let write = quote_spanned!(super::at(ty.span())=> __rt::Probe::<#ty>::write(#value, writer));
        tokens.extend(quote_spanned! {here()=>
            writer.raw(#key);
            #write;
        });
    }
    let end = if fields.is_empty() { "{}" } else { "}" };
    tokens.extend(quote_spanned!(here()=> writer.raw(#end);));
    tokens
}

fn choices(derived: &Derived, variants: &[Variant]) -> TokenStream {
    let name = &derived.ident;
    let (idents, texts): (Vec<_>, Vec<_>) = variants.iter().map(|variant| (&variant.ident, &variant.name.text)).unzip();
    let quoted: Vec<_> = texts.iter().map(|text| quoted(text)).collect();
    let message = format!("must be one of {}", quoted.join(", "));
    quote_spanned! {here()=>
        impl __rt::Pin for #name {
            const TYPE: __rt::PinType = __rt::PinType {
                choices: &[#(#texts),*],
                ..__rt::PinType::of(__rt::abi::DataType::String)
            };
        }
        impl<'__a> __rt::FromPin<'__a> for #name {
            fn from_pin(reader: &mut __rt::Reader<'__a>) -> ::core::option::Option<Self> {
                match reader.str()? {
                    #(#texts => ::core::option::Option::Some(Self::#idents),)*
                    _ => {
                        reader.fail(#message);
                        ::core::option::Option::None
                    }
                }
            }
        }
        impl __rt::ToPin for #name {
            fn to_pin(&self, writer: &mut __rt::Writer) {
                writer.str(match self { #(Self::#idents => #texts),* });
            }
        }
    }
}

//! What can be told of a type by its looks.

use proc_macro2::{Group, Ident, Punct, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, PathSegment, Type};

/// A type, as far as its name is one that everybody uses for the same.
pub(crate) enum Look<'t> {
    Text,
    Bool,
    /// Its name, and the least and greatest value.
    Int(&'static str, i128, i128),
    Float,
    Option(&'t Type),
    List(&'t Type),
    Unknown,
}

const INTEGERS: &[(&str, i128, i128)] = &[
    ("i8", i8::MIN as i128, i8::MAX as i128),
    ("i16", i16::MIN as i128, i16::MAX as i128),
    ("i32", i32::MIN as i128, i32::MAX as i128),
    ("i64", i64::MIN as i128, i64::MAX as i128),
    // Guests are wasm32.
    ("isize", i32::MIN as i128, i32::MAX as i128),
    ("u8", 0, u8::MAX as i128),
    ("u16", 0, u16::MAX as i128),
    ("u32", 0, u32::MAX as i128),
    ("u64", 0, u64::MAX as i128),
    ("usize", 0, u32::MAX as i128),
];

/// Looks at a type.
pub(crate) fn look(ty: &Type) -> Look<'_> {
    match ty {
        Type::Paren(inner) => look(&inner.elem),
        Type::Group(inner) => look(&inner.elem),
        Type::Array(array) => Look::List(&array.elem),
        Type::Reference(reference) => match look(&reference.elem) {
            Look::Text => Look::Text,
            _ => Look::Unknown,
        },
        Type::Path(path) if path.qself.is_none() => {
            let mut segments = path.path.segments.iter();
            match (segments.next(), segments.next_back()) {
                (Some(only), None) => named(only),
                (Some(root), Some(last)) if ["std", "core", "alloc"].iter().any(|name| root.ident == name) => named(last),
                _ => Look::Unknown,
            }
        }
        _ => Look::Unknown,
    }
}

fn named(segment: &PathSegment) -> Look<'_> {
    let name = segment.ident.to_string();
    if let Some((name, min, max)) = INTEGERS.iter().find(|row| row.0 == name) {
        return Look::Int(name, *min, *max);
    }
    match (name.as_str(), arguments(segment).next()) {
        ("String" | "str", None) => Look::Text,
        ("bool", None) => Look::Bool,
        ("f32" | "f64", None) => Look::Float,
        ("Option", Some(inner)) => Look::Option(inner),
        ("Vec" | "VecDeque" | "HashSet" | "BTreeSet", Some(inner)) => Look::List(inner),
        ("Box" | "Cow", Some(inner)) => look(inner),
        _ => Look::Unknown,
    }
}

/// The types among the generic arguments.
fn arguments(segment: &PathSegment) -> impl Iterator<Item = &Type> {
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The types in what is called `Result<…>`; that of the error may be an alias's own.
#[derive(Clone, Copy)]
pub(crate) struct ResultTypes<'t> {
    pub(crate) ok: &'t Type,
    pub(crate) error: Option<&'t Type>,
}

/// `T` and `E` of what is called `Result<T, E>`.
pub(crate) fn result(ty: &Type) -> Option<ResultTypes<'_>> {
    match ty {
        Type::Paren(inner) => result(&inner.elem),
        Type::Group(inner) => result(&inner.elem),
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|last| last.ident == "Result")?;
            let mut types = arguments(last);
            Some(ResultTypes { ok: types.next()?, error: types.next() })
        }
        _ => None,
    }
}

/// `T` of what is called `Json<T>`.
pub(crate) fn json(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Json")?;
    arguments(last).next()
}

/// The type that a reference to a host's context refers to, by its looks: it is called so.
pub(crate) fn context(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Paren(inner) => context(&inner.elem),
        Type::Group(inner) => context(&inner.elem),
        Type::Reference(reference) => match &*reference.elem {
            Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Context") => Some(&reference.elem),
            _ => None,
        },
        _ => None,
    }
}

/// The type with all named lifetimes replaced by this one.
pub(crate) fn with_lifetime(ty: impl ToTokens, lifetime: &str) -> TokenStream {
    replace(ty.to_token_stream(), lifetime)
}

fn replace(tokens: TokenStream, lifetime: &str) -> TokenStream {
    let mut after_tick = false;
    tokens
        .into_iter()
        .map(|token| {
            let is_tick = matches!(&token, TokenTree::Punct(tick) if tick.as_char() == '\'' && tick.spacing() == Spacing::Joint);
            let name = std::mem::replace(&mut after_tick, is_tick);
            match token {
                TokenTree::Ident(ident) if name && ident != "static" => Ident::new(lifetime, ident.span()).into(),
                TokenTree::Group(group) => {
                    let mut replaced = Group::new(group.delimiter(), replace(group.stream(), lifetime));
                    replaced.set_span(group.span());
                    replaced.into()
                }
                token => token,
            }
        })
        .collect()
}

/// Whether it mentions any lifetime or borrows at all.
pub(crate) fn borrows(ty: impl ToTokens) -> bool {
    ty.to_token_stream().into_iter().any(|token| match token {
        TokenTree::Punct(punct) => is_borrow(&punct),
        TokenTree::Group(group) => borrows(group.stream()),
        _ => false,
    })
}

fn is_borrow(punct: &Punct) -> bool {
    matches!(punct.as_char(), '\'' | '&')
}

/// Whether this word is among its tokens: `impl`, `static`.
pub(crate) fn mentions(ty: impl ToTokens, word: &str) -> bool {
    ty.to_token_stream().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => mentions(group.stream(), word),
        _ => false,
    })
}

/// The type as people write it.
pub(crate) fn shown(ty: impl ToTokens) -> String {
    let mut text = ty.to_token_stream().to_string();
    for (spaced, close) in
        [(" <", "<"), ("< ", "<"), (" >", ">"), (" ,", ","), ("& ", "&"), (" ::", "::"), (":: ", "::"), ("' ", "'"), (" ;", ";")]
    {
        text = text.replace(spaced, close);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn lifetimes() {
        let ty: Type = parse_quote!(&'a Map<'b, (&'static str, [Cow<'a, str>])>);
        let expected: TokenStream = syn::parse_quote!(&'_ Map<'_, (&'static str, [Cow<'_, str>])>);
        assert_eq!(with_lifetime(&ty, "_").to_string(), expected.to_string());
        assert_eq!(shown(&ty), "&'a Map<'b, (&'static str, [Cow<'a, str>])>");
        assert!(borrows(&ty) && mentions(&ty, "static") && !mentions(&ty, "impl"));
    }

    #[test]
    fn looks() {
        let looks: Vec<Type> = vec![
            parse_quote!(std::string::String),
            parse_quote!(&'a str),
            parse_quote!(Cow<'a, str>),
            parse_quote!((bool)),
            parse_quote!(u8),
            parse_quote!(core::option::Option<f32>),
            parse_quote!([u8; 3]),
            parse_quote!(mine::String),
            parse_quote!(&u8),
        ];
        let names = looks.iter().map(|ty| match look(ty) {
            Look::Text => "Text",
            Look::Bool => "Bool",
            Look::Int(name, ..) => name,
            Look::Float => "Float",
            Look::Option(_) => "Option",
            Look::List(_) => "List",
            Look::Unknown => "Unknown",
        });
        assert!(names.eq(["Text", "Text", "Text", "Bool", "u8", "Option", "List", "Unknown", "Unknown"]));
    }
}

//! Constants in attributes, as JSON: `""`, `-1.5`, `["a", "b"]`, `{ "x": 1 }`, `null`.

use crate::messages;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, Lit, LitStr, Token, braced, bracketed, token};

/// A constant and the tokens it was written with.
pub(crate) struct Json {
    pub(crate) tokens: TokenStream,
    pub(crate) value: Value,
}

/// What was written.
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// Digits with their sign.
    Int(String),
    /// As JSON writes it.
    Float(String),
    Text(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Parse for Json {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let begin = input.cursor();
        let value = Value::parse(input)?;
        let tokens = begin.token_stream().into_iter().take(written(&begin.token_stream(), &input.cursor().token_stream()));
        Ok(Self { tokens: tokens.collect(), value })
    }
}

/// How many token trees lie between two places of one stream.
fn written(begin: &TokenStream, end: &TokenStream) -> usize {
    begin.clone().into_iter().count().saturating_sub(end.clone().into_iter().count())
}

impl Value {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(token::Bracket) {
            let content;
            bracketed!(content in input);
            let items = Punctuated::<Json, Token![,]>::parse_terminated(&content)?;
            return Ok(Self::Array(items.into_iter().collect()));
        }
        if input.peek(token::Brace) {
            let content;
            braced!(content in input);
            let members = Punctuated::<Member, Token![,]>::parse_terminated(&content)?;
            return Ok(Self::Object(members.into_iter().map(|member| (member.0, member.1)).collect()));
        }
        let minus: Option<Token![-]> = input.parse()?;
        if input.peek(Lit) {
            let literal: Lit = input.parse()?;
            return Self::literal(&literal, minus.is_some());
        }
        let advice = match input.fork().parse::<Ident>() {
            Ok(ident) if minus.is_none() && ident == "null" => return input.parse::<Ident>().map(|_| Self::Null),
            Ok(ident) if ident == "None" => messages::NONE_IS_NULL,
            _ => messages::NOT_A_CONSTANT,
        };
        let rest: TokenStream = input.parse()?;
        Err(if rest.is_empty() { input.error(advice) } else { syn::Error::new_spanned(rest, advice) })
    }

    fn literal(literal: &Lit, minus: bool) -> syn::Result<Self> {
        let sign = if minus { "-" } else { "" };
        match literal {
            Lit::Int(number) => Ok(Self::Int(format!("{sign}{}", number.base10_digits()))),
            Lit::Float(number) => {
                let digits = number.base10_digits();
                // `1.` is a float in Rust and no number in JSON.
                let zero = if digits.ends_with('.') { "0" } else { "" };
                Ok(Self::Float(format!("{sign}{digits}{zero}")))
            }
            Lit::Str(text) if !minus => Ok(Self::Text(text.value())),
            Lit::Char(letter) if !minus => Ok(Self::Text(letter.value().to_string())),
            Lit::Bool(bool) if !minus => Ok(Self::Bool(bool.value)),
            _ => Err(syn::Error::new_spanned(literal, messages::NOT_A_CONSTANT)),
        }
    }
}

/// `"key": value`
struct Member(String, Json);

impl Parse for Member {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key: LitStr = input.parse()?;
        input.parse::<Token![:]>()?;
        Ok(Self(key.value(), input.parse()?))
    }
}

impl Value {
    /// The JSON text.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Int(digits) | Self::Float(digits) => digits.clone(),
            Self::Text(text) => quoted(text),
            Self::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| item.value.text()).collect();
                format!("[{}]", items.join(","))
            }
            Self::Object(members) => {
                let members: Vec<_> =
                    members.iter().map(|(key, value)| format!("{}:{}", quoted(key), value.value.text())).collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }

    /// The number, for comparisons. Good enough where two limits differ by less than a float can tell.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Int(digits) | Self::Float(digits) => digits.parse().ok(),
            _ => None,
        }
    }
}

impl ToTokens for Json {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.tokens.to_tokens(tokens);
    }
}

/// A JSON string.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            control @ '\0'..' ' => quoted.push_str(&format!("\\u{:04x}", u32::from(control))),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn constants() {
        for (rust, json) in [
            (r#""a\"b\u{1}é""#, r#""a\"b\u0001é""#),
            ("-1_000i64", "-1000"),
            ("0xff", "255"),
            ("1.", "1.0"),
            ("1.5e3f32", "1.5e3"),
            ("[true, null, [],]", "[true,null,[]]"),
            (r#"{ "a": 1, "b": { } }"#, r#"{"a":1,"b":{}}"#),
            ("'x'", "\"x\""),
        ] {
            let parsed: Json = syn::parse_str(rust).unwrap();
            assert_eq!(parsed.value.text(), json);
            assert_eq!(parsed.tokens.to_string(), rust.parse::<TokenStream>().unwrap().to_string());
        }
    }

    #[test]
    fn refused() {
        for rust in ["String::new()", "None", "-\"a\"", "b\"a\"", "-", "{a: 1}", "", "f(1)"] {
            assert!(syn::parse_str::<Json>(rust).is_err(), "{rust}");
        }
    }
}

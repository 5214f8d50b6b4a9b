//! `json!({ "key": value, "list": [a, b] })`: JSON around expressions.

use crate::json::quoted;
use crate::messages;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Ident, Lit, LitStr, Token, braced, bracketed, token};

/// One value, as the pieces in which it is written.
#[derive(Default)]
pub(crate) struct Body {
    pub(crate) pieces: Vec<Piece>,
}

/// What is written.
pub(crate) enum Piece {
    /// JSON that is known.
    Text(String),
    /// The value of an expression.
    Value(TokenStream),
}

impl Body {
    fn text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    fn value(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if input.peek(token::Brace) {
            let content;
            braced!(content in input);
            return self.object(&content);
        }
        if input.peek(token::Bracket) {
            let content;
            bracketed!(content in input);
            return self.array(&content);
        }
        let next = input.fork();
        if next.parse::<Ident>().is_ok_and(|word| word == "null") && ends(&next) {
            self.text("null");
            return input.parse::<Ident>().map(drop);
        }
        let value: Expr = input.parse()?;
        match known(&value) {
            Some(text) => self.text(&text),
            None => self.pieces.push(Piece::Value(value.into_token_stream())),
        }
        Ok(())
    }

    fn object(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        self.text("{");
        let mut first = true;
        while !input.is_empty() {
            let key: LitStr = input.parse().map_err(|error| syn::Error::new(error.span(), messages::JSON_KEY))?;
            input.parse::<Token![:]>()?;
            self.text(if first { "" } else { "," });
            self.text(&quoted(&key.value()));
            self.text(":");
            self.value(input)?;
            comma(input)?;
            first = false;
        }
        self.text("}");
        Ok(())
    }

    fn array(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        self.text("[");
        let mut first = true;
        while !input.is_empty() {
            self.text(if first { "" } else { "," });
            self.value(input)?;
            comma(input)?;
            first = false;
        }
        self.text("]");
        Ok(())
    }
}

impl Parse for Body {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut body = Self::default();
        body.value(input)?;
        Ok(body)
    }
}

/// Whether a value ends here.
fn ends(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

fn comma(input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() { Ok(()) } else { input.parse::<Token![,]>().map(drop) }
}

/// JSON of a literal without a type.
fn known(value: &Expr) -> Option<String> {
    let Expr::Lit(literal) = value else { return None };
    match &literal.lit {
        Lit::Str(text) => Some(quoted(&text.value())),
        Lit::Bool(value) => Some(value.value.to_string()),
        Lit::Int(number) if number.suffix().is_empty() => Some(number.base10_digits().to_owned()),
        _ => None,
    }
}

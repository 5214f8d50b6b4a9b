//! Whether constants fit types, as far as a type's name tells.

use crate::errors::Errors;
use crate::json::{Json, Value};
use crate::messages;
use crate::types::{Look, look, shown};
use syn::Type;

/// Whether a constant is a value of the type, as far as the type's name tells. The compiler checks the rest.
pub(crate) fn fits(json: &Json, ty: &Type, errors: &mut Errors) {
    let write = match (look(ty), &json.value) {
        (Look::Unknown, _)
        | (Look::Text, Value::Text(_))
        | (Look::Bool, Value::Bool(_))
        | (Look::Float, Value::Int(_) | Value::Float(_))
        | (Look::Option(_), Value::Null) => return,
        (Look::Option(inner), _) => return fits(json, inner, errors),
        (Look::List(inner), Value::Array(items)) => return items.iter().for_each(|item| fits(item, inner, errors)),
        (Look::Int(name, min, max), Value::Int(digits)) => {
            if !digits.parse().is_ok_and(|number: i128| (min..=max).contains(&number)) {
                errors.at(json, messages::not_in_type(digits, name, min, max));
            }
            return;
        }
        (Look::Int(..), _) => "a whole number",
        (Look::Float, _) => "a number",
        (Look::Text, _) => "a text in quotes",
        (Look::Bool, _) => "`true` or `false`",
        (Look::List(_), _) => "a list, `[…]`",
    };
    errors.at(json, messages::does_not_fit(&json.value.text(), &shown(ty), write));
}

/// The type of a value that is there.
pub(crate) fn one(ty: &Type) -> &Type {
    match look(ty) {
        Look::Option(inner) => inner,
        _ => ty,
    }
}

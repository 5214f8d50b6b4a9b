//! How a form shows an input: under which conditions, and whether it may stay empty.

use crate::errors::Errors;
use crate::fit::{fits, one};
use crate::json::Json;
use crate::messages;
use crate::model::Input;
use crate::pin::ShowIf;
use crate::types::{Look, look};
use syn::LitStr;

/// Judges what is said of one input among the others.
pub(crate) fn field(index: usize, inputs: &[Input], errors: &mut Errors) {
    let Some(input) = inputs.get(index) else { return };
    if let (Some(required), Some(_)) = (input.required, &input.default) {
        errors.span(required, messages::REQUIRED_WITH_DEFAULT);
    }
    if input.item.is_some() {
        input.required.iter().for_each(|required| errors.span(*required, messages::ITEM_IN_FORM));
        input.placeholder.iter().for_each(|placeholder| errors.at(placeholder, messages::ITEM_IN_FORM));
        input.show.iter().for_each(|show| errors.at(&show.key, messages::ITEM_IN_FORM));
        return;
    }
    let Some(show) = &input.show else { return };
    if input.default.is_none() && !matches!(look(&input.ty), Look::Option(_)) {
        errors.at(&show.key, messages::SHOWN_BUT_NEEDED);
    }
    conditions(index, show, inputs, errors);
}

fn conditions(index: usize, show: &ShowIf, inputs: &[Input], errors: &mut Errors) {
    let others = || inputs.iter().enumerate().filter(|(i, other)| *i != index && other.item.is_none()).map(|(_, other)| other);
    if show.conditions.is_empty() {
        errors.at(&show.key, messages::TAKES_CONDITIONS);
    }
    for (name, values) in &show.conditions {
        let text = crate::model::plain(name);
        if values.is_empty() {
            errors.at(name, messages::SHOWN_FOR_NOTHING);
        }
        match others().find(|other| other.name.text == text) {
            Some(other) => values.iter().for_each(|value| compare(value, other, errors)),
            None => {
                let known: Vec<_> = others().map(|other| other.name.text.as_str()).collect();
                errors.at(name, messages::shown_by_unknown(&text, &known));
            }
        }
    }
}

/// Whether another parameter can have this value, as far as the macros can tell.
fn compare(value: &Json, other: &Input, errors: &mut Errors) {
    fits(value, one(&other.ty), errors);
    let Some(choices) = &other.choices else { return };
    let choices: Vec<_> = choices.texts.iter().map(|text| crate::json::quoted(&LitStr::value(text))).collect();
    if !choices.contains(&value.value.text()) {
        errors.at(value, messages::shown_for_no_choice(&value.value.text(), &choices));
    }
}

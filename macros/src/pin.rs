//! `#[pin(…)]` on parameters, fields and variants.

use crate::entries::{self, Entry, Value};
use crate::errors::Errors;
use crate::json::{self, Json};
use crate::{messages, names};
use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, LitStr, Meta, Token};

/// What the attribute said.
#[derive(Default)]
pub(crate) struct PinArgs {
    pub(crate) name: Option<LitStr>,
    pub(crate) title: Option<LitStr>,
    pub(crate) description: Option<LitStr>,
    pub(crate) default: Option<Json>,
    pub(crate) min: Option<Json>,
    pub(crate) max: Option<Json>,
    pub(crate) choices: Option<Choices>,
    pub(crate) step: Option<Json>,
    pub(crate) sensitive: Option<Span>,
    pub(crate) enforce_schema: Option<Span>,
    pub(crate) placeholder: Option<LitStr>,
    pub(crate) required: Option<Span>,
    pub(crate) show: Option<ShowIf>,
    pub(crate) item: Option<Span>,
    pub(crate) context: Option<Span>,
}

/// `choices = ["a", "b"]`
pub(crate) struct Choices {
    pub(crate) key: Ident,
    pub(crate) texts: Vec<LitStr>,
}

/// `show_if(other = ["a", "b"], …)`
pub(crate) struct ShowIf {
    pub(crate) key: Ident,
    pub(crate) conditions: Vec<(Ident, Vec<Json>)>,
}

/// Where a `#[pin]` stands, or what is said with another word, and which keys mean something there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// `pin`
    pub(crate) attr: &'static str,
    pub(crate) what: &'static str,
    pub(crate) keys: &'static [&'static str],
}

pub(crate) const PARAMETER: Place = Place {
    attr: "pin",
    what: "a parameter",
    keys: &[
        "default",
        "min",
        "max",
        "step",
        "choices",
        "name",
        "title",
        "description",
        "sensitive",
        "enforce_schema",
        "placeholder",
        "required",
        "show_if",
        "item",
        "context",
    ],
};
pub(crate) const FIELD: Place = Place { attr: "pin", what: "a field of `derive(Pin)`", keys: &["default", "name"] };
pub(crate) const CHOICE: Place = Place { attr: "pin", what: "a variant of `derive(Pin)`", keys: &["name"] };
pub(crate) const OUTPUT: Place = Place { attr: "pin", what: "`derive(Outputs)`", keys: &["name", "title", "description"] };
pub(crate) const SETTING: Place = Place {
    attr: "config",
    what: "a field of `derive(Config)`",
    keys: &["default", "min", "max", "name", "title", "description"],
};
pub(crate) const SETTING_CHOICE: Place = Place { attr: "config", what: "a variant of `derive(Config)`", keys: &["name"] };

pub(crate) const MEMBER: Place = Place { attr: "query", what: "a member of the query", keys: &["default", "name"] };

impl PinArgs {
    /// Reads all attributes of this place among these.
    pub(crate) fn read(attrs: &[Attribute], place: Place, errors: &mut Errors) -> Self {
        let mut args = Self::default();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident(place.attr)) {
            match &attr.meta {
                Meta::List(list) => {
                    for entry in entries::entries(list.tokens.clone(), errors) {
                        args.set(&entry, place, errors);
                    }
                }
                _ => errors.at(attr, messages::attr_without_list(place.attr, place.keys)),
            }
        }
        args
    }

    fn set(&mut self, entry: &Entry, place: Place, errors: &mut Errors) {
        let key = entry.key.to_string();
        if !place.keys.contains(&key.as_str()) {
            let message = if place.attr == PARAMETER.attr && PARAMETER.keys.contains(&key.as_str()) {
                messages::key_of_other_place(&key, place.what, place.keys)
            } else {
                messages::unknown_key(&key, place.keys, Vec::new())
            };
            return errors.at(&entry.key, message);
        }
        let text = |errors: &mut Errors| entries::text(entry, "…", errors);
        match key.as_str() {
            "name" => entries::set(&mut self.name, &entry.key, text(errors), errors),
            "title" => entries::set(&mut self.title, &entry.key, text(errors), errors),
            "description" => entries::set(&mut self.description, &entry.key, text(errors), errors),
            "default" => entries::set(&mut self.default, &entry.key, constant(entry, errors), errors),
            "min" => entries::set(&mut self.min, &entry.key, number(entry, errors), errors),
            "max" => entries::set(&mut self.max, &entry.key, number(entry, errors), errors),
            "step" => entries::set(&mut self.step, &entry.key, number(entry, errors), errors),
            "sensitive" => entries::set(&mut self.sensitive, &entry.key, entries::flag(entry, errors), errors),
            "enforce_schema" => entries::set(&mut self.enforce_schema, &entry.key, entries::flag(entry, errors), errors),
            "placeholder" => entries::set(&mut self.placeholder, &entry.key, text(errors), errors),
            "required" => entries::set(&mut self.required, &entry.key, entries::flag(entry, errors), errors),
            "show_if" => entries::set(&mut self.show, &entry.key, show_if(entry, errors), errors),
            "context" => entries::set(&mut self.context, &entry.key, entries::flag(entry, errors), errors),
            "item" => entries::set(&mut self.item, &entry.key, entries::flag(entry, errors), errors),
            _ => entries::set(&mut self.choices, &entry.key, choices(entry, errors), errors),
        }
    }

    /// Whether nothing is said of an input.
    pub(crate) fn is_plain(&self) -> bool {
        let Self { name, title, description, placeholder, default, min, max, step, choices, show, context: _, .. } = self;
        let texts = [name, title, description, placeholder].iter().all(|text| text.is_none());
        let values = [default, min, max, step].iter().all(|value| value.is_none());
        let flags = [self.sensitive, self.enforce_schema, self.required, self.item].iter().all(Option::is_none);
        texts && values && flags && choices.is_none() && show.is_none()
    }

    /// The name for people: given, or made from the name.
    pub(crate) fn title(&self, name: &str) -> String {
        self.title.as_ref().map_or_else(|| names::title(name), LitStr::value)
    }

    /// The same, with each word in capitals.
    pub(crate) fn heading(&self, name: &str) -> String {
        self.title.as_ref().map_or_else(|| names::heading(name), LitStr::value)
    }

    /// The description: given, or the doc comment.
    pub(crate) fn description(&self, attrs: &[Attribute]) -> String {
        self.description.as_ref().map_or_else(|| names::docs(attrs), LitStr::value)
    }
}

/// Whether it is `#[pin]`, which no compiler knows.
pub(crate) fn is_pin(attr: &Attribute) -> bool {
    attr.path().is_ident("pin")
}

fn constant(entry: &Entry, errors: &mut Errors) -> Option<Json> {
    match &entry.value {
        Value::Equals(value) => errors.keep(syn::parse2(value.clone())),
        Value::Flag | Value::List(_) => {
            errors.at(&entry.key, messages::takes_constant(&entry.key));
            None
        }
    }
}

fn number(entry: &Entry, errors: &mut Errors) -> Option<Json> {
    match &entry.value {
        Value::Equals(value) => match syn::parse2::<Json>(value.clone()) {
            Ok(json) if json.value.number().is_some() => return Some(json),
            _ => errors.at(value, messages::takes_number(&entry.key)),
        },
        Value::Flag | Value::List(_) => errors.at(&entry.key, messages::takes_number(&entry.key)),
    }
    None
}

fn show_if(entry: &Entry, errors: &mut Errors) -> Option<ShowIf> {
    let Value::List(list) = &entry.value else {
        errors.at(&entry.key, messages::TAKES_CONDITIONS);
        return None;
    };
    let mut conditions = Vec::new();
    for condition in entries::entries(list.clone(), errors) {
        match constant(&condition, errors) {
            Some(Json { value: json::Value::Array(values), .. }) => conditions.push((condition.key, values)),
            Some(value) => conditions.push((condition.key, vec![value])),
            None => {}
        }
    }
    Some(ShowIf { key: entry.key.clone(), conditions })
}

fn choices(entry: &Entry, errors: &mut Errors) -> Option<Choices> {
    let Value::Equals(value) = &entry.value else {
        errors.at(&entry.key, messages::TAKES_CHOICES);
        return None;
    };
    let list = |input: syn::parse::ParseStream<'_>| {
        let content;
        syn::bracketed!(content in input);
        Punctuated::<LitStr, Token![,]>::parse_terminated(&content)
    };
    match syn::parse::Parser::parse2(list, value.clone()) {
        Ok(texts) if !texts.is_empty() => Some(Choices { key: entry.key.clone(), texts: texts.into_iter().collect() }),
        _ => {
            errors.at(value, messages::TAKES_CHOICES);
            None
        }
    }
}

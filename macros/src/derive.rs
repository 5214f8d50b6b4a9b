//! `derive(Pin)` and `derive(Outputs)`: from a type to its fields and variants, judged.

use crate::errors::Errors;
use crate::json::{Json, Value};
use crate::model::{Name, plain};
use crate::pin::{CHOICE, FIELD, OUTPUT, PinArgs, Place, SETTING, SETTING_CHOICE};
use crate::types::{Look, borrows, look, shown};
use crate::validate::Limits;
use crate::{fit, messages, names, validate};
use proc_macro2::Ident;
use syn::{Data, DeriveInput, Fields, GenericParam, Type};

/// A type that a derive was put on.
pub(crate) struct Derived {
    pub(crate) ident: Ident,
    /// How many lifetimes it has.
    pub(crate) lifetimes: usize,
    pub(crate) kind: Kind,
    /// A form shows it: its schema says all that is known.
    pub(crate) form: bool,
}

pub(crate) enum Kind {
    Struct(Vec<Field>),
    Enum(Vec<Variant>),
}

pub(crate) struct Field {
    pub(crate) member: Ident,
    pub(crate) name: Name,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) ty: Type,
    pub(crate) default: Option<Json>,
    pub(crate) min: Option<Json>,
    pub(crate) max: Option<Json>,
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) name: Name,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) fields: Vec<Field>,
}

/// What `derive(Pin)` takes: named fields, or variants without fields.
pub(crate) fn pin(input: &DeriveInput, errors: &mut Errors) -> Option<Derived> {
    value(input, [FIELD, CHOICE], errors)
}

/// What `derive(Config)` takes: the same, without borrowed texts.
pub(crate) fn config(input: &DeriveInput, errors: &mut Errors) -> Option<Derived> {
    for lifetime in input.generics.lifetimes() {
        errors.at(lifetime, messages::CONFIG_BORROWS);
    }
    let derived = value(input, [SETTING, SETTING_CHOICE], errors)?;
    Some(Derived { form: true, ..derived })
}

fn value(input: &DeriveInput, [field, choice]: [Place; 2], errors: &mut Errors) -> Option<Derived> {
    let kind = match &input.data {
        Data::Struct(data) => {
            let fields = named(&data.fields, field, [messages::PIN_TUPLE, messages::PIN_UNIT], &input.ident, errors)?;
            fields.iter().for_each(|field| default(field, errors));
            fields.iter().for_each(|field| validate::limits(field.limits(), &field.ty, errors));
            distinct(field, fields.iter().map(|field| &field.name), errors);
            Kind::Struct(fields)
        }
        Data::Enum(data) => {
            if data.variants.is_empty() {
                errors.at(&input.ident, messages::PIN_NO_VARIANTS);
            }
            let variants = data.variants.iter().map(|variant| {
                if !matches!(variant.fields, Fields::Unit) {
                    errors.at(&variant.fields, messages::PIN_VARIANT_DATA);
                }
                self::variant(variant, Vec::new(), choice, errors)
            });
            let variants: Vec<_> = variants.collect();
            distinct(choice, variants.iter().map(|variant| &variant.name), errors);
            Kind::Enum(variants)
        }
        Data::Union(data) => {
            errors.at(data.union_token, messages::DERIVE_UNION);
            return None;
        }
    };
    derived(input, kind, errors)
}

/// What `derive(Outputs)` takes: named fields, or variants with named fields or none.
pub(crate) fn outputs(input: &DeriveInput, errors: &mut Errors) -> Option<Derived> {
    let kind = match &input.data {
        Data::Struct(data) => {
            let advice = [messages::OUTPUTS_TUPLE, messages::OUTPUTS_UNIT];
            let fields = named(&data.fields, OUTPUT, advice, &input.ident, errors)?;
            distinct(OUTPUT, fields.iter().map(|field| &field.name), errors);
            Kind::Struct(fields)
        }
        Data::Enum(data) => {
            if data.variants.is_empty() {
                errors.at(&input.ident, messages::PIN_NO_VARIANTS);
            }
            let variants = data.variants.iter().map(|variant| {
                let fields = match &variant.fields {
                    Fields::Unit => Vec::new(),
                    Fields::Unnamed(fields) => {
                        errors.at(fields, messages::OUTPUTS_VARIANT_TUPLE);
                        Vec::new()
                    }
                    Fields::Named(_) => named(&variant.fields, OUTPUT, ["", ""], &variant.ident, errors).unwrap_or_default(),
                };
                distinct(OUTPUT, fields.iter().map(|field| &field.name), errors);
                self::variant(variant, fields, OUTPUT, errors)
            });
            let variants: Vec<_> = variants.collect();
            let pins = union(&variants, errors);
            distinct(OUTPUT, pins.iter().map(|pin| &pin.name).chain(variants.iter().map(|variant| &variant.name)), errors);
            Kind::Enum(variants)
        }
        Data::Union(data) => {
            errors.at(data.union_token, messages::DERIVE_UNION);
            return None;
        }
    };
    derived(input, kind, errors)
}

/// The fields of all variants, each name once.
pub(crate) fn union<'v>(variants: &'v [Variant], errors: &mut Errors) -> Vec<&'v Field> {
    let mut pins: Vec<&Field> = Vec::new();
    for field in variants.iter().flat_map(|variant| &variant.fields) {
        match pins.iter_mut().find(|pin| pin.name.text == field.name.text) {
            None => pins.push(field),
            Some(pin) => {
                let (first, ty) = (shown(&pin.ty), shown(&field.ty));
                if first != ty {
                    errors.at(&field.ty, messages::other_type(&field.name.text, &first));
                }
                if pin.description.is_empty() {
                    *pin = field;
                }
            }
        }
    }
    pins
}

fn derived(input: &DeriveInput, kind: Kind, errors: &mut Errors) -> Option<Derived> {
    for parameter in &input.generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            errors.at(parameter, messages::DERIVE_GENERIC);
        }
    }
    Some(Derived { ident: input.ident.clone(), lifetimes: input.generics.lifetimes().count(), kind, form: false })
}

fn named(fields: &Fields, place: Place, [tuple, unit]: [&str; 2], owner: &Ident, errors: &mut Errors) -> Option<Vec<Field>> {
    match fields {
        Fields::Named(fields) => {
            Some(fields.named.iter().filter_map(|field| Some(self::field(field.ident.as_ref()?, field, place, errors))).collect())
        }
        Fields::Unnamed(fields) => {
            errors.at(fields, tuple);
            None
        }
        Fields::Unit => {
            errors.at(owner, unit);
            None
        }
    }
}

fn field(member: &Ident, field: &syn::Field, place: Place, errors: &mut Errors) -> Field {
    let args = PinArgs::read(&field.attrs, place, errors);
    let mut name = Name::new(args.name.as_ref(), member);
    if is_form(place) && args.name.is_none() {
        name.text = names::camel(&name.text);
    }
    Field {
        member: member.clone(),
        title: if is_form(place) { args.heading(&name.text) } else { args.title(&name.text) },
        name,
        description: args.description(&field.attrs),
        ty: field.ty.clone(),
        default: args.default,
        min: args.min,
        max: args.max,
    }
}

fn variant(variant: &syn::Variant, fields: Vec<Field>, place: Place, errors: &mut Errors) -> Variant {
    let args = PinArgs::read(&variant.attrs, place, errors);
    let case = if is_form(place) { names::camel } else { names::snake };
    let cased = Name { text: case(&plain(&variant.ident)), span: variant.ident.span() };
    let name = args.name.as_ref().map_or(cased, Name::from);
    Variant {
        ident: variant.ident.clone(),
        title: args.title(&name.text),
        name,
        description: args.description(&variant.attrs),
        fields,
    }
}

/// Whether it is shown in a form, whose keys are JavaScript's.
fn is_form(place: Place) -> bool {
    place.attr == SETTING.attr
}

impl Field {
    /// Its default, and its limits.
    pub(crate) fn limits(&self) -> Limits<'_> {
        Limits { default: &self.default, min: &self.min, max: &self.max }
    }
}

fn default(field: &Field, errors: &mut Errors) {
    let Some(json) = &field.default else { return };
    fit::fits(json, &field.ty, errors);
    let is_text = matches!(json.value, Value::Text(_));
    let takes_text = match look(&field.ty) {
        Look::Option(inner) => look(inner),
        other => other,
    };
    if borrows(&field.ty) && !(is_text && matches!(takes_text, Look::Text)) {
        errors.at(json, messages::DEFAULT_BORROWED);
    }
}

fn distinct<'n>(place: Place, names: impl Iterator<Item = &'n Name>, errors: &mut Errors) {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        validate::name(name, errors);
        if seen.contains(&name.text.as_str()) {
            errors.span(name.span, messages::name_twice(&name.text, place.attr));
        }
        seen.push(&name.text);
    }
}

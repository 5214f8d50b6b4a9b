//! What a host would refuse or misunderstand, said before there is a module.

use crate::errors::Errors;
use crate::fit::{fits, one};
use crate::json::{Json, Value};
use crate::model::{DEFAULT_OUTPUT, Input, Name, Node, Output, Plugin};
use crate::types::{Look, look, shown};
use crate::{form, messages};
use syn::{LitStr, Type};

/// The runtime keeps a bit for each.
const MOST_INPUTS: usize = 64;

/// Judges everything that is expanded together.
pub(crate) fn plugin(plugin: &Plugin, errors: &mut Errors) {
    for (i, node) in plugin.nodes.iter().enumerate() {
        // Of nodes that are there under conditions, only one may be there.
        let twice = |other: &&Node| other.name.text == node.name.text && other.cfgs.is_empty() && node.cfgs.is_empty();
        if plugin.nodes.iter().take(i).any(|other| twice(&other)) {
            errors.span(node.name.span, messages::node_twice(&node.name.text));
        }
        self::node(node, errors);
        node.scores.iter().for_each(|scores| scores.judge(&plugin.hosts, errors));
        node.permissions.iter().for_each(|permissions| permissions.judge(&plugin.hosts, errors));
    }
    for chosen in &plugin.hosts {
        let several = chosen.dialect.node.is_some_and(|wire| wire.node.is_some());
        let default = chosen.host.dialects.first().is_some_and(|default| default.id == chosen.dialect.id);
        let dialect = (!default).then_some(chosen.dialect.id);
        let room = chosen.ident.to_string();
        let silent = chosen.dialect.about.is_empty();
        for context in plugin.nodes.iter().filter_map(|node| node.context.as_ref()).filter(|_| silent) {
            errors.at(&context.ty, messages::no_context(chosen.host.title, dialect, &room));
        }
        if plugin.nodes.len() > 1 && !several {
            let message = messages::one_node_a_module(chosen.host.title, dialect, plugin.nodes.len(), &room);
            errors.at(&chosen.ident, message);
        }
    }
}

fn node(node: &Node, errors: &mut Errors) {
    name(&node.name, errors);
    if let Some(input) = node.inputs.get(MOST_INPUTS) {
        errors.span(input.name.span, messages::too_many_inputs(MOST_INPUTS));
    }
    let mut items = node.inputs.iter().filter_map(|input| input.item).skip(1);
    if let Some(item) = items.next() {
        errors.span(item, messages::ITEM_TWICE);
    }
    for (i, input) in node.inputs.iter().enumerate() {
        self::input(input, errors);
        form::field(i, &node.inputs, errors);
    }
    pin_names(node, errors);
}

/// Hosts look pins up by name, whatever their direction.
fn pin_names(node: &Node, errors: &mut Errors) {
    let inputs = node.inputs.iter().map(|input| (input.name.clone(), messages::RENAME_INPUT));
    let mut seen: Vec<String> = Vec::new();
    for (name, hint) in inputs.chain(output_names(node)) {
        self::name(&name, errors);
        if seen.contains(&name.text) {
            errors.span(name.span, messages::pin_twice(&name.text, hint));
        }
        seen.push(name.text);
    }
}

pub(crate) fn name(name: &Name, errors: &mut Errors) {
    if name.text.is_empty() {
        errors.span(name.span, messages::NAME_EMPTY);
    } else if name.text.contains(char::is_control) {
        errors.span(name.span, messages::NAME_CONTROL);
    }
}

fn input(input: &Input, errors: &mut Errors) {
    let one = one(&input.ty);
    if let Some(default) = &input.default {
        fits(default, &input.ty, errors);
    }
    limits(Limits { default: &input.default, min: &input.min, max: &input.max }, &input.ty, errors);
    limit("step", &input.step, &input.ty, errors);
    if let Some(step) = input.step.as_ref().filter(|step| step.value.number() <= Some(0.0)) {
        errors.at(step, messages::STEP_POSITIVE);
    }
    choices(input, one, errors);
}

/// A default and what it lies between.
#[derive(Clone, Copy)]
pub(crate) struct Limits<'j> {
    pub(crate) default: &'j Option<Json>,
    pub(crate) min: &'j Option<Json>,
    pub(crate) max: &'j Option<Json>,
}

/// Whether limits are of the type, and in order.
pub(crate) fn limits(Limits { default, min, max }: Limits<'_>, ty: &Type, errors: &mut Errors) {
    limit("min", min, ty, errors);
    limit("max", max, ty, errors);
    let number = |json: &Option<Json>| json.as_ref().and_then(|json| json.value.number());
    let (least, most) = (number(min), number(max));
    let text = |json: &Option<Json>| json.as_ref().map(|json| json.value.text()).unwrap_or_default();
    if least > most && most.is_some() {
        errors.at(max, messages::min_above_max(&text(min), &text(max)));
        return;
    }
    let Some(value) = number(default) else { return };
    if least.is_some_and(|least| value < least) {
        errors.at(default, messages::default_out_of_range(&text(default), "below `min`", &text(min)));
    }
    if most.is_some_and(|most| value > most) {
        errors.at(default, messages::default_out_of_range(&text(default), "above `max`", &text(max)));
    }
}

fn limit(key: &str, limit: &Option<Json>, ty: &Type, errors: &mut Errors) {
    let Some(limit) = limit else { return };
    let one = one(ty);
    match look(one) {
        Look::Int(..) | Look::Float => fits(limit, one, errors),
        Look::Unknown => {}
        _ => errors.at(limit, messages::range_of_other(key, &shown(ty))),
    }
}

fn choices(input: &Input, one: &Type, errors: &mut Errors) {
    let Some(choices) = &input.choices else { return };
    if !matches!(look(one), Look::Text | Look::Unknown) {
        return errors.at(&choices.key, messages::choices_of_other(&shown(&input.ty)));
    }
    for (i, choice) in choices.texts.iter().enumerate() {
        if choices.texts.iter().take(i).any(|other| other.value() == choice.value()) {
            errors.at(choice, messages::choice_twice(&choice.value()));
        }
    }
    if let Some(Json { value: Value::Text(default), tokens }) = &input.default {
        let texts: Vec<String> = choices.texts.iter().map(LitStr::value).collect();
        if !texts.contains(default) {
            let texts: Vec<_> = texts.iter().map(|text| crate::json::quoted(text)).collect();
            errors.at(tokens, messages::default_not_a_choice(&texts));
        }
    }
}

/// The names of a node's outputs, as far as the node gives them.
fn output_names(node: &Node) -> Vec<(Name, &'static str)> {
    match &node.output {
        Output::Unit => Vec::new(),
        Output::Value(Some(name), _) => vec![(name.clone(), messages::RENAME_OUTPUT)],
        Output::Value(None, ty) if matches!(look(ty), Look::Unknown) => Vec::new(),
        Output::Value(None, _) => {
            vec![(Name { text: DEFAULT_OUTPUT.to_owned(), span: node.returns }, messages::RENAME_OUTPUT)]
        }
        Output::Tuple(elements) => elements.iter().map(|(name, _)| (name.clone(), messages::RENAME_OUTPUTS)).collect(),
    }
}

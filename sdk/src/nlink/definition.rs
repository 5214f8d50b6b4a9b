//! `definition.json`, rendered by the compiler. It is documented as far as its `properties`, so nothing else is written; the
//! list of an `options` field is not documented and follows the convention of node editors, name and value.

use crate::rt::konst::Text;
use crate::rt::{NodeInfo, PinInfo, Show};
use anyhost_abi::nlink::json::{PROPERTIES, property, property_type};

/// The length of [`definition_json`].
#[doc(hidden)]
#[must_use]
pub const fn definition_json_len(nodes: &[&NodeInfo]) -> usize {
    render::<0>(nodes).len()
}

/// `definition.json`: the fields of the node's form. A field's `name` is its key in `params`.
#[doc(hidden)]
#[must_use]
pub const fn definition_json<const N: usize>(nodes: &[&NodeInfo]) -> [u8; N] {
    render::<N>(nodes).into_bytes()
}

const fn render<const N: usize>(nodes: &[&NodeInfo]) -> Text<N> {
    let mut text = Text::new();
    text.add("{");
    text.string(PROPERTIES);
    text.add(":[");
    if let [node, ..] = nodes {
        let mut i = 0;
        while i < node.inputs.len() {
            // The current item is not a field of the form.
            if !node.inputs[i].item {
                field(&mut text, &node.inputs[i]);
                text.add(",");
            }
            i += 1;
        }
        text.drop_comma();
    }
    text.add("]}\n");
    text
}

const fn field<const N: usize>(text: &mut Text<N>, pin: &PinInfo) {
    let choices = if pin.choices.is_empty() { pin.ty.choices } else { pin.choices };
    text.add("{");
    text.string(property::DISPLAY_NAME);
    text.add(":");
    text.string(pin.title);
    text.member(property::NAME, pin.name);
    text.member(property::TYPE, property_type(pin.ty.data, pin.ty.value, !choices.is_empty()));
    if !pin.description.is_empty() {
        text.member(property::DESCRIPTION, pin.description);
    }
    if let Some(placeholder) = pin.placeholder {
        text.member(property::PLACEHOLDER, placeholder);
    }
    if !choices.is_empty() {
        text.add(",\"options\":[");
        let mut i = 0;
        while i < choices.len() {
            text.add("{\"name\":");
            text.string(choices[i]);
            text.member("value", choices[i]);
            text.add("},");
            i += 1;
        }
        text.drop_comma();
        text.add("]");
    }
    text.key(property::REQUIRED);
    text.add(if pin.required || pin.default.is_none() && !pin.ty.optional { "true" } else { "false" });
    if !pin.show.is_empty() {
        show(text, pin.show);
    }
    text.add("}");
}

/// `"displayOptions":{"show":{"other":[values]}}`
const fn show<const N: usize>(text: &mut Text<N>, conditions: &[Show]) {
    text.key(property::DISPLAY_OPTIONS);
    text.add("{");
    text.string(property::SHOW);
    text.add(":{");
    let mut i = 0;
    while i < conditions.len() {
        text.string(conditions[i].input);
        text.add(":[");
        let mut v = 0;
        while v < conditions[i].values.len() {
            text.add(conditions[i].values[v]);
            text.add(",");
            v += 1;
        }
        text.drop_comma();
        text.add("],");
        i += 1;
    }
    text.drop_comma();
    text.add("}}");
}

//! The keys of vector files, from their JSON Schema.

use serde_json::{Map, Value};

use super::markdown::{Table, cell, code, first_upper, text};

const SCHEMA: &str = include_str!("../../../docs/vectors.schema.json");

pub(super) fn page() -> String {
    let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    let definitions = schema["$defs"].as_object().expect("the schema has definitions");
    let mut page = "\n# Keys of vector files\n\n".to_owned();
    page += "Printed from the JSON Schema \
             [`vectors.schema.json`](https://github.com/anyhost/anyhost/blob/main/docs/vectors.schema.json). A file is of the kind \
             [File](#file). [Vectors](../vectors.md) says what they are for.\n";
    for (name, definition) in definitions {
        page += &format!("\n## {name}\n\n");
        if let Some(description) = definition["description"].as_str() {
            page += &format!("{}\n\n", text(description));
        }
        page += &match definition["properties"].as_object() {
            Some(properties) => keys(definition, properties),
            // What only binds keys together is said by its description.
            None if definition["type"].is_null() && definition["enum"].is_null() => continue,
            None => format!("{}.\n", first_upper(&kind(definition))),
        };
    }
    page
}

/// The keys that must be there first.
fn keys(definition: &Value, properties: &Map<String, Value>) -> String {
    let required = |name: &str| definition["required"].as_array().is_some_and(|names| names.iter().any(|known| known == name));
    let (first, rest): (Vec<_>, Vec<_>) = properties.iter().partition(|(name, _)| required(name));
    let mut table = Table::new(&["key", "is", "needed", "meaning"]);
    for (name, property) in first.into_iter().chain(rest) {
        table.row([
            code(name),
            kind(property),
            if required(name) { "yes" } else { "" }.to_owned(),
            cell(property["description"].as_str().unwrap_or_default()),
        ]);
    }
    table.print()
}

/// What a value is, in words.
fn kind(value: &Value) -> String {
    if let Some(reference) = value["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return format!("[{reference}](#{})", reference.to_lowercase());
    }
    if let Some(values) = value["enum"].as_array() {
        return values.iter().map(|value| code(&value.to_string())).collect::<Vec<_>>().join(", ");
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(kinds) = value[choice].as_array() {
            return kinds.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    match &value["type"] {
        Value::String(name) if name == "array" => format!("list of {}", kind(&value["items"])),
        Value::String(name) if name == "object" && value["additionalProperties"].is_object() => {
            format!("object of {}", kind(&value["additionalProperties"]))
        }
        Value::String(name) => name.clone(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ => "any JSON".to_owned(),
    }
}

//! What a plugin says of itself.

use std::collections::BTreeSet;

use anyhost_abi::signalk::rules;

use crate::hosts::signalk::js::Js;
use crate::report::Finding;
use crate::text::shorten;

/// Methods that the server routes.
const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

/// Routes of the server's own.
const TAKEN: [(&str, &str); 3] = [("get", "/"), ("get", "/config"), ("post", "/config")];

/// The form of the configuration.
pub(in crate::hosts::signalk) fn schema(schema: &Js) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Js::Object(_) = schema else {
        findings.push(Finding::new(&rules::SCHEMA_SHAPE, &format!("the schema is {}", shorten(&schema.to_json()))));
        return findings;
    };
    if let Some(ty) = schema.get("type").filter(|ty| ty.as_text() != Some("object")) {
        findings.push(Finding::new(&rules::SCHEMA_SHAPE, &format!("`type` of the schema is {}", shorten(&ty.to_json()))));
    }
    match schema.get("properties") {
        Some(Js::Object(properties)) => {
            for (name, property) in properties {
                default(name, property, &mut findings);
            }
        }
        Some(other) => {
            findings.push(Finding::new(&rules::SCHEMA_SHAPE, &format!("`properties` is {}", shorten(&other.to_json()))));
        }
        None => {}
    }
    findings
}

/// Whether a property's default is one that the property allows, as far as that is plain.
fn default(name: &str, property: &Js, findings: &mut Vec<Finding>) {
    if let Some(Js::Object(properties)) = property.get("properties") {
        for (inner, property) in properties {
            default(&format!("{name}.{inner}"), property, findings);
        }
    }
    let Some(value) = property.get("default") else { return };
    let fits = |ty: &str| match ty {
        "number" => matches!(value, Js::Number(_)),
        "integer" => value.as_number().is_some_and(|number| number.fract() == 0.0),
        "string" => matches!(value, Js::Text(_)),
        "boolean" => matches!(value, Js::Bool(_)),
        "array" => matches!(value, Js::List(_)),
        "object" => matches!(value, Js::Object(_)),
        "null" => matches!(value, Js::Null),
        _ => true,
    };
    let typed = match property.get("type") {
        Some(Js::Text(ty)) => fits(ty),
        Some(Js::List(types)) => types.iter().filter_map(Js::as_text).any(fits),
        _ => true,
    };
    let bound = |key: &str| property.get(key).and_then(Js::as_number);
    let within = value.as_number().is_none_or(|number| {
        bound("minimum").is_none_or(|least| number >= least) && bound("maximum").is_none_or(|most| number <= most)
    });
    let listed = property.get("enum").and_then(Js::as_list).is_none_or(|values| values.contains(value));
    if !(typed && within && listed) {
        let detail = format!("the default of `{name}` is {}, which its schema does not allow", shorten(&value.to_json()));
        findings.push(Finding::new(&rules::SCHEMA_DEFAULT, &detail));
    }
}

/// The list of endpoints; `is_handler` tells whether an export of this name can be called.
pub(in crate::hosts::signalk) fn endpoints(list: &[Js], is_handler: impl Fn(&str) -> bool) -> Vec<Finding> {
    let (mut findings, mut seen) = (Vec::new(), BTreeSet::new());
    for endpoint in list {
        let text = |key: &str| endpoint.get(key).and_then(Js::as_text);
        let (Some(method), Some(path), Some(handler)) = (text("method"), text("path"), text("handler")) else {
            let detail = format!("the endpoint is {}", shorten(&endpoint.to_json()));
            findings.push(Finding::new(&rules::ENDPOINT_FIELDS, &detail));
            continue;
        };
        let method = method.to_lowercase();
        let place = format!("{} {}", method.to_uppercase(), shorten(path));
        if !METHODS.contains(&method.as_str()) {
            findings.push(Finding::new(&rules::ENDPOINT_METHOD, &format!("an endpoint is `{place}`")));
        }
        if !path.starts_with('/') {
            findings.push(Finding::new(&rules::ENDPOINT_PATH, &format!("an endpoint is `{place}`")));
        }
        if TAKEN.contains(&(method.as_str(), path)) {
            findings.push(Finding::new(&rules::ENDPOINT_TAKEN, &format!("an endpoint is `{place}`")));
        }
        if !is_handler(handler) {
            let detail = format!("`{}`, the handler of {place}, is not exported as a function", shorten(handler));
            findings.push(Finding::new(&rules::ENDPOINT_HANDLER, &detail));
        }
        if !seen.insert((method, path.to_owned())) {
            findings.push(Finding::new(&rules::ENDPOINT_TWICE, &format!("`{place}` is listed twice")));
        }
    }
    findings
}

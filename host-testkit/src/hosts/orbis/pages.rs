//! What is wrong with pages that the host takes.

use anyhost_abi::orbis::rules;
use anyhost_abi::orbis::ui::{ACTIONS, ARG_MAPPING, Object};
use serde_json::{Map, Value};

use crate::report::Finding;
use crate::text::shorten;

/// How deep pages are looked into: as deep as the host reads them.
const DEPTH: usize = 128;

pub(super) fn judge(plugin: &str, pages: Option<&Value>, is_handler: impl Fn(&str) -> bool) -> Vec<Finding> {
    let pages = pages.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut findings = Vec::new();
    let route = |page: &Value| page.get("route").and_then(Value::as_str).unwrap_or_default().to_owned();
    for (at, page) in pages.iter().enumerate() {
        let name = route(page);
        if pages.iter().take(at).any(|other| route(other) == name) {
            findings.push(Finding::new(&rules::PAGE_TWICE, &format!("two pages have the route `{}`", shorten(&name))));
        }
        each_action(page, DEPTH, &mut |object, fields| {
            let place = format!("`{}` on the page `{}`", object.name, shorten(&name));
            findings.extend(dropped(object, fields, &place));
            if let Some(api) = fields.get("api").and_then(Value::as_str)
                && let Some(handler) = own(plugin, api)
                && !is_handler(handler)
            {
                let detail = format!("{place} calls `{}`, and no handler `{}` is exported", shorten(api), shorten(handler));
                findings.push(Finding::new(&rules::PAGE_CALL, &detail));
            }
        });
    }
    findings
}

/// The handler of this plugin that a call names: `plugin.<handler>` or `plugin.<name>.<handler>`.
fn own<'a>(plugin: &str, api: &'a str) -> Option<&'a str> {
    let rest = api.strip_prefix("plugin.")?;
    match rest.split_once('.') {
        None => Some(rest),
        Some((name, handler)) => (name == plugin).then_some(handler),
    }
}

/// Every action in a page, wherever it stands.
fn each_action(value: &Value, depth: usize, act: &mut impl FnMut(&'static Object, &Map<String, Value>)) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|value| each_action(value, depth - 1, act)),
        Value::Object(fields) => {
            let named = fields.get("type").and_then(Value::as_str);
            if let Some(action) = ACTIONS.iter().find(|action| Some(action.name) == named) {
                act(action, fields);
            }
            fields.values().for_each(|value| each_action(value, depth - 1, act));
        }
        _ => {}
    }
}

/// Fields that the host's parser passes over.
fn dropped(object: &'static Object, fields: &Map<String, Value>, place: &str) -> Vec<Finding> {
    let known = |object: &Object, name: &str| object.fields.iter().any(|field| field.name == name);
    let unknown = fields.keys().filter(|name| !known(object, name));
    let mut findings: Vec<Finding> =
        unknown.map(|name| Finding::new(&rules::PAGE_DROPPED, &format!("{place} has `{}`", shorten(name)))).collect();
    for mapping in fields.get("map_args").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object) {
        let unknown = mapping.keys().find(|name| !known(&ARG_MAPPING, name));
        findings.extend(
            unknown.map(|name| Finding::new(&rules::PAGE_DROPPED, &format!("an argument of {place} has `{}`", shorten(name)))),
        );
    }
    findings
}

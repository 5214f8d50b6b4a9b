//! What a host would refuse or confuse, said before there is a module.

use super::{Endpoint, Kept, Put};
use crate::errors::Errors;
use crate::messages;
use crate::model::plain;
use anyhost_abi::{NameRule, Role};

/// Judges a kept plugin.
pub(crate) fn validate(kept: &Kept, errors: &mut Errors) {
    let dialect = kept.chosen.dialect;
    let has = |role| dialect.exports.iter().any(|export| export.role == role && export.emit);
    let uses = [
        (Role::Put, kept.puts.first().map(|put| &put.method)),
        (Role::Endpoint, kept.endpoints.first().map(|endpoint| &endpoint.method)),
        (Role::Event, kept.events.first().map(|event| &event.method)),
        (Role::Poll, kept.poll.as_ref()),
    ];
    for (role, method) in uses {
        if let (Some(method), false) = (method, has(role)) {
            errors.at(&method.ident, messages::not_in_dialect(kept.chosen.host.title, dialect.id));
        }
    }
    if let Some(rule) = dialect.export(Role::Put).and_then(|export| export.rule) {
        puts(&rule, &kept.puts, errors);
    }
    endpoints(kept, errors);
    if let (Some(_), Some(start)) = (&kept.args.schema, &kept.start)
        && start.config.is_none()
    {
        errors.at(&start.method.ident, messages::SCHEMA_FOR_NOTHING);
    }
}

/// The name of the export that takes PUTs of this path.
pub(crate) fn put_name(rule: &NameRule, put: &Put) -> String {
    rule.letters(&[&put.context, &put.path.value()]).collect()
}

/// The name of the export of an endpoint.
pub(crate) fn endpoint_name(rule: Option<&NameRule>, endpoint: &Endpoint) -> String {
    let method = plain(&endpoint.method.ident);
    rule.map_or_else(String::new, |rule| rule.letters(&[&method]).collect())
}

fn puts(rule: &NameRule, puts: &[Put], errors: &mut Errors) {
    for (i, put) in puts.iter().enumerate() {
        let name = put_name(rule, put);
        let rival = puts.iter().take(i).find(|other| put_name(rule, other) == name);
        if let Some(rival) = rival.filter(|rival| rival.method.cfgs.is_empty() || put.method.cfgs.is_empty()) {
            errors.at(&put.path, messages::puts_collide(&rival.path.value(), &put.path.value(), &name));
        }
    }
}

fn endpoints(kept: &Kept, errors: &mut Errors) {
    let host = kept.chosen.host;
    let mut seen: Vec<(String, String)> = Vec::new();
    for (method, path) in kept.endpoints.iter().flat_map(|Endpoint { routes, .. }| routes) {
        let (verb, text) = (method.to_string(), path.value());
        if !host.words.methods.contains(&verb.as_str()) {
            errors.at(method, messages::unknown_method(host.title, &verb, host.words.methods));
        }
        if !text.starts_with('/') {
            errors.at(path, messages::ROUTE_SLASH);
        } else if host.words.routes.contains(&(verb.as_str(), text.as_str())) {
            errors.at(path, messages::route_taken(host.title, &verb, &text));
        } else if seen.contains(&(verb.clone(), text.clone())) {
            errors.span(path.span(), messages::route_twice(&verb, &text));
        }
        seen.push((verb, text));
    }
}

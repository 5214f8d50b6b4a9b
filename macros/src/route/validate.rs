//! What a host would refuse or confuse, said before there is a module.

use super::args::Permission;
use super::path::{Segment, segments};
use super::{Known, Route, Routes, Takes};
use crate::errors::Errors;
use crate::fit::fits;
use crate::hosts::Chosen;
use crate::messages;
use crate::model::plain;
use anyhost_abi::{PANIC_TEXT, Role};

/// Judges everything that is expanded together.
pub(crate) fn validate(plugin: &Routes, errors: &mut Errors) {
    about(plugin, errors);
    for (i, route) in plugin.routes.iter().enumerate() {
        path(route, errors);
        let exact = plugin.hosts.iter().any(is_exact);
        params(route, exact, errors);
        let rival = |other: &&Route| other.method == route.method && other.path.value() == route.path.value();
        // Of those that are there under conditions, only one may be there.
        if let Some(other) = plugin.routes.iter().take(i).find(rival)
            && (other.cfgs.is_empty() || route.cfgs.is_empty())
        {
            errors.at(&route.path, messages::two_routes(&route.method.to_string(), &route.path.value()));
        }
        plugin.hosts.iter().for_each(|chosen| on_host(route, chosen, errors));
    }
}

/// The export that answers for a route.
pub(crate) fn handler(route: &Route, chosen: &Chosen) -> String {
    let rule = chosen.dialect.export(Role::Endpoint).and_then(|export| export.rule);
    let name = plain(&route.ident);
    rule.map_or_else(String::new, |rule| rule.letters(&[&name]).collect())
}

/// Judges what is said of the plugin.
fn about(plugin: &Routes, errors: &mut Errors) {
    if let Some(name) = &plugin.about.name {
        let text = name.value();
        if text.is_empty() || !text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_')) {
            errors.at(name, messages::PLUGIN_NAME);
        }
    }
    for permission in &plugin.about.permissions {
        let Permission::Known(permission) = permission else { continue };
        let text = permission.value();
        let hosts = || plugin.hosts.iter().map(|chosen| chosen.host);
        if let Some(host) = hosts().find(|host| !host.words.permissions.contains(&text.as_str())) {
            errors.at(permission, messages::unknown_grant(host.title, &text, host.words.permissions));
        }
    }
}

fn path(route: &Route, errors: &mut Errors) {
    let text = route.path.value();
    if !text.starts_with('/') {
        return errors.at(&route.path, messages::ROUTE_SLASH);
    }
    if text.contains(['?', '#', '*']) || text.contains(char::is_whitespace) {
        return errors.at(&route.path, messages::PATH_CHARACTERS);
    }
    let mut names: Vec<&str> = Vec::new();
    for segment in segments(&text) {
        match segment {
            Segment::Param(name) if names.contains(&name) => errors.at(&route.path, messages::param_twice(name)),
            Segment::Param(name) => names.push(name),
            Segment::Colon(name) => errors.at(&route.path, messages::colon(name)),
            Segment::Broken => errors.at(&route.path, messages::PATH_BRACES),
            Segment::Text(_) => {}
        }
    }
}

/// Judges what a route takes.
fn params(route: &Route, exact: bool, errors: &mut Errors) {
    let is_param = segments(&route.path.value()).any(|segment| matches!(segment, Segment::Param(_)));
    let (mut body, mut whole, mut member) = (false, false, None);
    for param in &route.params {
        match &param.takes {
            Takes::Json(_) | Takes::Raw if body => errors.at(&param.ty, messages::BODY_TWICE),
            Takes::Json(_) | Takes::Raw => body = true,
            Takes::Known(Known::Path) if !is_param && !exact => errors.at(&param.ty, messages::PATH_WITHOUT_PARAM),
            Takes::Known(Known::Query) | Takes::Request | Takes::Any => whole = true,
            Takes::Member(given) => {
                if let Some(default) = &given.default {
                    fits(default, &param.ty, errors);
                }
                crate::validate::name(&given.name, errors);
                member = Some(given.name.span);
            }
            Takes::Known(_) => {}
        }
    }
    if let (Some(span), true) = (member, whole) {
        errors.span(span, messages::MEMBERS_AND_QUERY);
    }
}

/// Judges a route on a host.
fn on_host(route: &Route, chosen: &Chosen, errors: &mut Errors) {
    let (host, path) = (chosen.host, route.path.value());
    let method = route.method.to_string();
    if !host.words.methods.contains(&method.as_str()) {
        errors.at(&route.method, messages::unknown_method(host.title, &method, host.words.methods));
    }
    if host.words.routes.contains(&("*", path.as_str())) {
        errors.at(&route.path, messages::path_taken(host.title, &path));
    } else if host.words.routes.contains(&(method.as_str(), path.as_str())) {
        errors.at(&route.path, messages::route_taken(host.title, &method, &path));
    }
    let name = handler(route, chosen);
    let others = chosen.dialect.exports.iter().filter_map(|export| export.name.fixed()).chain(PANIC_TEXT.name.fixed());
    if others.into_iter().any(|other| other == name) {
        errors.at(&route.ident, messages::handler_taken(host.title, &name));
    }
    if is_exact(chosen) {
        let param = segments(&path).find_map(|segment| match segment {
            Segment::Param(name) => Some(name),
            _ => None,
        });
        let message = |name| messages::path_is_exact(host.title, chosen.dialect.id, &path, name);
        if let Some(name) = param {
            errors.at(&route.path, message(name));
        } else if let Some(param) = route.params.iter().find(|param| matches!(param.takes, Takes::Known(Known::Path))) {
            errors.at(&param.ty, message("id"));
        }
    }
}

/// Whether paths have no parameters there.
fn is_exact(chosen: &Chosen) -> bool {
    chosen.dialect.route.is_some_and(|wire| wire.params.is_none())
}

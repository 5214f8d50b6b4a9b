//! Requests of clients: HTTP, PUT, and what the server asks of providers.

use anyhost_abi::signalk::rules;
use anyhost_abi::{Name, Role, Rule};

use super::{Seen, Trial, When, when};
use crate::hosts::Endpoint;
use crate::hosts::signalk::calls::Order;
use crate::hosts::signalk::http::Request;
use crate::hosts::signalk::js::{Js, parse};
use crate::hosts::signalk::judge;
use crate::hosts::signalk::names::put_handler;
use crate::hosts::signalk::server::Server;
use crate::report::Finding;
use crate::sandbox::{Guest, Stop};

/// Endpoints and PUT handlers that are tried.
const TRIED: usize = 16;

/// Functions that the server cannot do without, of the groups that may lack some.
const RADAR: [&str; 2] = ["radar_get_radars", "radar_get_radar_info"];

/// Something that the server does, as often as wanted.
type Act<'a> = &'a dyn Fn(&mut Server<'_>);

impl Trial<'_> {
    pub(super) fn requests(&mut self) {
        let Some(mut guest) = self.running() else { return };
        for endpoint in self.endpoints.clone().iter().take(TRIED) {
            for (label, request) in requests(endpoint) {
                let seen = self.attempt(&mut guest, &label, &rules::HTTP_TRAPS, &|server| drop(server.http(request.clone())));
                let max = self.limit("result_bytes") as usize;
                self.judged(&seen, |text| judge::http(text, max));
            }
        }
        self.puts(&mut guest);
        self.providers(&mut guest);
    }

    /// Findings of a reply, except for what the emulator said of it.
    fn judged(&mut self, seen: &Seen, judge: impl Fn(&str) -> Vec<Finding>) {
        let Some(text) = seen.reply.as_ref().filter(|_| !seen.trapped()) else { return };
        for finding in judge(text).into_iter().filter(|finding| !seen.broke.contains(&finding.rule)) {
            self.push(finding);
        }
    }

    /// One request on a kept instance. A trap is held against a new instance, which takes the other's place.
    pub(super) fn attempt(&mut self, guest: &mut Guest, label: &str, rule: &'static Rule, act: Act<'_>) -> Seen {
        let quiet = When { quiet: true, ..when(label) };
        let ((), seen) = self.event(guest, quiet, |server| act(server));
        self.late(&seen.calls);
        if !seen.trapped() || self.is_over() {
            return seen;
        }
        let Some(mut fresh) = self.running() else { return seen };
        let ((), again) = self.event(&mut fresh, When { trap: Some(rule), ..when(label) }, |server| act(server));
        if again.trapped() {
            self.after_trap(guest, label);
        } else {
            let stop = seen.stop.as_ref().map(ToString::to_string).unwrap_or_default();
            self.say(
                &rules::AFTER_ERROR,
                &format!("with {label}, after other requests: {stop}; on a new instance it is answered"),
            );
        }
        if let Some(next) = self.running() {
            *guest = next;
        }
        seen
    }

    /// The first endpoint, asked plainly: how it ends, if it does not return.
    pub(super) fn plain_request(&mut self, guest: &mut Guest) -> Option<Stop> {
        let request = plain(self.endpoints.first()?);
        let quiet = When { quiet: true, ..when("a request") };
        self.event(guest, quiet, |server| drop(server.http(request))).1.stop
    }

    fn puts(&mut self, guest: &mut Guest) {
        let registered: Vec<(String, String)> = self.puts.iter().take(TRIED).cloned().collect();
        let mut names: Vec<(String, &String)> = Vec::new();
        for (context, path) in &registered {
            let name = put_handler(context, path);
            if let Some((_, other)) = names.iter().find(|(known, _)| *known == name) {
                self.say(&rules::PUT_COLLISION, &format!("`{other}` and `{path}` are both `{name}`"));
            }
            names.push((name, path));
        }
        for (name, path) in &names {
            if !self.has(name) {
                self.say(&rules::PUT_EXPORT, &format!("`{path}` is registered, and `{name}` is not exported"));
                continue;
            }
            let max = self.limit("put_reply_bytes");
            for (label, value) in values() {
                let label = format!("a PUT of {label} to `{path}`");
                let seen =
                    self.attempt(guest, &label, &rules::PUT_TRAPS, &|server| ask(server, name, &value, max, &rules::PUT_TRAPS));
                self.judged(&seen, |text| judge::put(text, max as usize));
            }
        }
        let before = self.dialect.export(Role::Put).and_then(|row| row.rule).map(|rule| rule.before);
        let Some(before) = before else { return };
        let exported: Vec<String> = self.bench.plugin.module.exports().map(|export| export.name().to_owned()).collect();
        for name in exported.iter().filter(|name| name.starts_with(before)) {
            if !names.iter().any(|(known, _)| known == name) && registered.len() < TRIED {
                self.say(&rules::PUT_UNREGISTERED, &format!("`{name}` is exported, and no path that leads to it is registered"));
            }
        }
    }

    fn providers(&mut self, guest: &mut Guest) {
        let dialect = self.dialect;
        let max = self.limit("result_bytes");
        for row in dialect.exports.iter().filter(|row| row.role == Role::Provider) {
            let (Name::Fixed(name), Some(group)) = (row.name, row.group) else { continue };
            let registered = self.provides.contains(group);
            let needed = group != "radar" || RADAR.contains(&name);
            if !self.has(name) {
                if registered && row.emit && needed {
                    self.say(&rules::PROVIDER_EXPORT, &format!("a provider is registered, and `{name}` is not exported"));
                }
                continue;
            }
            if !registered {
                self.say(
                    &rules::PROVIDER_UNREGISTERED,
                    &format!("`{name}` is exported, and no provider of its kind is registered"),
                );
                continue;
            }
            for (label, request) in questions(name, &self.resources.iter().next().cloned().unwrap_or_default()) {
                let label = format!("`{name}` asked for {label}");
                let seen = self.attempt(guest, &label, &rules::PROVIDER_TRAPS, &|server| match &request {
                    None => listed(server, name, max),
                    Some(request) => ask(server, name, request, max, &rules::PROVIDER_TRAPS),
                });
                self.judged(&seen, |text| judge::provider(name, text, max as usize));
            }
        }
    }

    /// Requests before a start, after a start that failed, and after a stop.
    pub(super) fn idle(&mut self) {
        if let Some(mut guest) = self.guest() {
            self.all_requests(&mut guest, "before the first start", &rules::BEFORE_START, false);
        }
        let Some(mut guest) = self.running() else { return };
        let quiet = When { quiet: true, ..when("a stop") };
        if self.event(&mut guest, quiet, |server| server.stop().is_ok()).1.trapped() {
            return;
        }
        self.all_requests(&mut guest, "after a stop", &rules::AFTER_STOP, true);
    }

    /// One request of each kind. Traps that a running plugin has, too, are not said again.
    fn all_requests(&mut self, guest: &mut Guest, moment: &str, rule: &'static Rule, registered: bool) {
        for endpoint in self.endpoints.clone().iter().take(TRIED) {
            let request = plain(endpoint);
            let label = format!("{} {}, {moment}", endpoint.method.to_uppercase(), endpoint.path);
            self.idle_request(guest, &label, rule, &|server| drop(server.http(request.clone())));
        }
        if !registered {
            return;
        }
        for (context, path) in self.puts.clone().iter().take(TRIED) {
            let (name, max) = (put_handler(context, path), self.limit("put_reply_bytes"));
            if self.has(&name) {
                let label = format!("a PUT to `{path}`, {moment}");
                self.idle_request(guest, &label, rule, &|server| ask(server, &name, "1", max, &rules::PUT_TRAPS));
            }
        }
        let max = self.limit("result_bytes");
        for row in self.dialect.exports.iter().filter(|row| row.role == Role::Provider) {
            let (Name::Fixed(name), Some(group)) = (row.name, row.group) else { continue };
            if !self.provides.contains(group) || !self.has(name) {
                continue;
            }
            for (_, request) in questions(name, "").into_iter().take(1) {
                let label = format!("`{name}`, {moment}");
                self.idle_request(guest, &label, rule, &|server| match &request {
                    None => listed(server, name, max),
                    Some(request) => ask(server, name, request, max, &rules::PROVIDER_TRAPS),
                });
            }
        }
    }

    fn idle_request(&mut self, guest: &mut Guest, label: &str, rule: &'static Rule, act: Act<'_>) {
        let quiet = When { quiet: true, ..when(label) };
        let Some(stop) = self.event(guest, quiet, |server| act(server)).1.stop else { return };
        let Some(mut fresh) = self.running() else { return };
        if !self.event(&mut fresh, quiet, |server| act(server)).1.trapped() {
            self.say(rule, &format!("with {label}: {stop}"));
        }
    }

    pub(super) fn limit(&self, name: &str) -> u32 {
        let documented = self.dialect.limit(name).or_else(|| anyhost_abi::signalk::HOST.dialect(None)?.limit(name));
        documented.and_then(|limit| u32::try_from(limit).ok()).unwrap_or(u32::MAX)
    }
}

/// Asks a handler directly.
fn ask(server: &mut Server<'_>, name: &str, request: &str, max: u32, rule: &'static Rule) {
    server.reply = None;
    match server.enter(|caller| caller.ask(name, request.as_bytes(), max, Order::ReadFirst)) {
        Ok(reply) => {
            server.length(name, reply.excess, max);
            server.reply = Some(reply.text);
        }
        Err(thrown) => server.caught("handler", &thrown, rule),
    }
}

fn listed(server: &mut Server<'_>, name: &str, max: u32) {
    server.reply = None;
    match server.enter(|caller| caller.list(name, max)) {
        Ok(reply) => {
            server.length(name, reply.excess, max);
            server.reply = Some(reply.text);
        }
        Err(thrown) => server.caught("handler", &thrown, &rules::PROVIDER_TRAPS),
    }
}

/// A path with something for each parameter.
pub(super) fn filled(pattern: &str) -> String {
    let part = |part: &str| match part.chars().next() {
        Some(':') => "1".to_owned(),
        _ => part.replace(['*', '(', ')', '+', '?'], ""),
    };
    pattern.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn plain(endpoint: &Endpoint) -> Request {
    Request::new(&endpoint.method, &filled(&endpoint.path))
}

/// What clients ask of an endpoint.
fn requests(endpoint: &Endpoint) -> Vec<(String, Request)> {
    let place = format!("{} {}", endpoint.method.to_uppercase(), endpoint.path);
    let path = filled(&endpoint.path);
    let to = |target: &str| Request::new(&endpoint.method, target);
    let odd = endpoint.path.split('/').map(|part| if part.starts_with(':') { "%E2%98%B8%20%22%2F" } else { part });
    let odd = odd.collect::<Vec<_>>().join("/");
    let mut all = vec![
        (place.clone(), to(&path)),
        (format!("{place} and a query"), to(&format!("{path}?x=1&y=a&y=b&a[b]=%22&%E2%98%B8=&n=-1e400&z"))),
        (format!("{place} and a query of 8 kB"), to(&format!("{path}?q={}", "x%22".repeat(2048)))),
        (format!("{place} and headers"), to(&path).header("cookie", "JAUTHENTICATION=abc").header("authorization", "Bearer abc")),
    ];
    if odd != endpoint.path {
        all.push((format!("{place} and an odd parameter"), to(&odd)));
    }
    if endpoint.method != "get" {
        let bodies = [
            ("an empty object", "{}"),
            ("an empty list", "[]"),
            ("a list of all kinds", r#"[null,true,-1.5e-300,"☸\u0000\"",{"a":[]}]"#),
            ("an object of all kinds", r#"{"a":null,"b":[1],"c":{"d":"x"},"value":1,"latitude":"north","":0}"#),
        ];
        for (label, body) in bodies {
            let body = parse(body).unwrap_or(Js::Null);
            all.push((format!("{place} and {label} as the body"), to(&path).json(&body)));
        }
        let large = Js::object([("text", Js::text("\"☸ ".repeat(60_000)))]);
        all.push((format!("{place} and a body of 300 kB"), to(&path).json(&large)));
        let form = to(&path).header("content-type", "application/x-www-form-urlencoded").bytes(b"a=1&b[]=2&c=%22".to_vec());
        all.push((format!("{place} and a form"), form));
        let text = to(&path).header("content-type", "text/plain").bytes(b"text".to_vec());
        all.push((format!("{place} and a text"), text));
    }
    all
}

/// JSON of each kind.
fn values() -> Vec<(&'static str, String)> {
    let fixed = [
        ("a number", "1"),
        ("null", "null"),
        ("true", "true"),
        ("a large number", "-1.7976931348623157e308"),
        ("a small number", "5e-324"),
        ("a text", "\"☸ \\\"\\u0000\""),
        ("an empty text", "\"\""),
        ("a list", "[1,\"two\",null]"),
        ("an empty object", "{}"),
        ("a position", r#"{"latitude":60.5,"longitude":-170}"#),
        ("half a position", r#"{"latitude":"north"}"#),
        ("an object of objects", r#"{"a":{"b":{"c":[{"d":null}]}}}"#),
    ];
    let mut values: Vec<(&'static str, String)> = fixed.iter().map(|(label, text)| (*label, (*text).to_owned())).collect();
    values.push(("a text of 100 kB", format!("\"{}\"", "x\\\"".repeat(34_000))));
    values
}

/// What the server asks of a provider; `None`: it hands over no request.
fn questions(name: &str, resource: &str) -> Vec<(&'static str, Option<String>)> {
    let of = |rest: &str| Some(format!("{{{rest}\"resourceType\":{}}}", crate::json::quote(resource)));
    let id = "\"id\":\"7e6ea3b5-0000-4000-8000-0d1c2b3a4f5e\",";
    let place = r#""position":{"latitude":60.1,"longitude":-170.5}"#;
    let radar = |rest: &str| Some(format!("{{\"radarId\":\"r0\"{rest}}}"));
    match name {
        "resources_list_resources" => vec![("all", of("")), ("some", of("\"limit\":\"1\",\"bbox\":[\"1\",\"x\"],"))],
        "resources_get_resource" => {
            vec![("what is not there", of(id)), ("a property", of(&format!("{id}\"property\":\"name\",")))]
        }
        "resources_set_resource" => vec![
            ("an object", of(&format!("{id}\"value\":{{\"name\":\"☸\"}},"))),
            ("a number", of(&format!("{id}\"value\":7,"))),
            ("nothing", of(&format!("{id}\"value\":null,"))),
        ],
        "resources_delete_resource" => vec![("what is not there", of(id))],
        "weather_get_warnings" => vec![("a position", Some(format!("{{{place}}}")))],
        "weather_get_observations" | "weather_get_forecasts" => {
            let kind = if name.ends_with("forecasts") { r#","type":"point""# } else { "" };
            vec![
                ("a position", Some(format!("{{{place}{kind},\"options\":{{\"custom\":{{}}}}}}"))),
                (
                    "many",
                    Some(format!(
                        "{{{place}{kind},\"options\":{{\"custom\":{{\"a\":\"b\"}},\"maxCount\":1000,\"startDate\":\"x\"}}}}"
                    )),
                ),
            ]
        }
        "radar_get_radars" => vec![("all", None)],
        "radar_get_control" => vec![("a control", radar(",\"controlId\":\"gain\""))],
        "radar_set_control" => vec![
            ("a number", radar(",\"controlId\":\"power\",\"value\":1")),
            ("an object", radar(",\"controlId\":\"gain\",\"value\":{\"auto\":true,\"value\":50}")),
            ("null", radar(",\"controlId\":\"\",\"value\":null")),
        ],
        "radar_acquire_target" => vec![("a place", radar(",\"bearing\":45.5,\"distance\":1000"))],
        "radar_cancel_target" => vec![("a target", radar(",\"targetId\":1"))],
        "radar_set_arpa_settings" => vec![("settings", radar(",\"settings\":{\"enabled\":true}"))],
        _ => vec![("a radar", radar(""))],
    }
}

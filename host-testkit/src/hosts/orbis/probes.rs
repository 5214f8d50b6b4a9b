//! Requests that clients and pages make, with ordinary and with unusual values; and a few contexts that nobody makes.

use serde_json::{Value, json};

use super::front::{self, Fronted};
use super::manifest::Route;
use super::request::{Asked, User};
use super::{Orbis, turn};
use crate::hosts::{Node, Occasion, Probe};

/// Routes that are tried.
const ROUTES: usize = 16;

/// Queries, as they stand behind `?`.
const QUERIES: &[&str] = &[
    "q=text",
    "name=Ada&page=2&limit=10&id=7",
    "",
    "&&=x",
    "name=%C3%A9&name=%00",
    "page=-1&limit=0",
    "page=99999999999999999999&limit=1e9&id=NaN",
    "name[]=a&name=b&name=%zz",
];

/// Bodies of methods that have one, as they are sent.
const BODIES: &[&str] = &[
    "{}",
    "null",
    "[]",
    "42",
    "\"text\"",
    r#"{"id":7,"name":"Ada","title":"A \"quoted\" title \\ é 🚀","done":true,"tags":["a","b"]}"#,
    r#"{"id":"7","name":7,"title":null,"done":"yes","tags":{}}"#,
    r#"{"id":18446744073709551616,"name":"","title":"\u0000\ud83d\ude80","extra":[1.5,-0.0,1e300,[],{}]}"#,
    r#"[{"id":1},{"id":2},null,3]"#,
    "no JSON at all",
    "1e400",
];

/// Headers of a client.
const HEADERS: [(&str, &str); 3] = [("host", "localhost:8080"), ("user-agent", "curl/8.5.0"), ("accept", "*/*")];

const UNUSUAL_HEADERS: [(&str, &str); 4] = [
    ("authorization", "Bearer x"),
    ("content-type", ""),
    ("x-empty", ""),
    ("x-long", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
];

const USER: &str = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";

impl Orbis {
    pub(super) fn all_probes(&self, nodes: &[Node]) -> Vec<Probe> {
        let manifest = self.manifest();
        let mut probes = Vec::new();
        let routes = manifest.routes.iter().filter(|route| nodes.iter().any(|node| node.name == route.handler));
        for route in routes.take(ROUTES) {
            self.requests(route, &mut probes);
        }
        for node in nodes.iter().take(ROUTES) {
            if !self.is_docs() {
                desktop(node, &mut probes);
            }
            self.malformed(node, &mut probes);
        }
        probes
    }

    /// Requests to a route.
    fn requests(&self, route: &Route, probes: &mut Vec<Probe>) {
        let name = format!("{} {}", route.method.to_uppercase(), route.path);
        let mut add = |occasion, label: &str, asked: &Asked| {
            let context = self.asked_of(route, asked);
            let label = if label.is_empty() { format!("`{name}`") } else { format!("`{name}` and {label}") };
            probes.push(Probe { occasion, label, context: turn::call(&route.handler, context.as_bytes()), plain: None });
        };
        let plain = self.plain(route);
        add(Occasion::Defaults, "", &plain);
        let user = |is_admin| Some(User { id: USER.to_owned(), is_admin });
        add(Occasion::Input, "a user", &Asked { user: user(false), ..plain.clone() });
        add(Occasion::Input, "an administrator", &Asked { user: user(true), ..plain.clone() });
        for query in QUERIES {
            add(Occasion::Input, &format!("the query `{query}`"), &Asked { query: Some((*query).to_owned()), ..plain.clone() });
        }
        add(Occasion::Input, "unusual headers", &plain.clone().with_headers(UNUSUAL_HEADERS));
        if front::has_body(&plain.method) {
            let with = |body: &[u8]| Asked { body: body.to_vec(), ..plain.clone() };
            for body in BODIES {
                add(Occasion::Input, &format!("the body `{body}`"), &with(body.as_bytes()));
            }
            add(Occasion::Input, "a body that is no UTF-8", &with(b"\xff\xfe\x00"));
            let long = json!({"name": "a".repeat(4000), "title": "b", "text": "c".repeat(2000)}).to_string();
            add(Occasion::Input, "a body of 6,000 letters", &with(long.as_bytes()));
            let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
            add(Occasion::Input, "a body of 100 lists in each other", &with(deep.as_bytes()));
        }
        let context = self.asked_of(route, &plain);
        let extra = context.replacen('{', r#"{"params":{"id":"7"},"request_id":"r-1","":null,"later":[{"a":1}],"#, 1);
        let sound = turn::call(&route.handler, context.as_bytes());
        probes.push(Probe {
            occasion: Occasion::ExtraKeys,
            label: format!("`{name}` and further keys in the context"),
            context: turn::call(&route.handler, extra.as_bytes()),
            plain: Some(sound),
        });
    }

    /// A request with nothing that could be left out.
    fn plain(&self, route: &Route) -> Asked {
        let user = (route.requires_auth && !self.is_docs()).then(|| User { id: USER.to_owned(), is_admin: false });
        let method = route.method.to_uppercase();
        Asked { method, path: filled(&route.path), user, ..Asked::default() }.with_headers(HEADERS)
    }

    /// The context of a request, also to a route that none reaches.
    fn asked_of(&self, route: &Route, asked: &Asked) -> String {
        if self.is_docs()
            && let Fronted::Call(_, context) = front::documented(&self.manifest(), asked, false)
        {
            return context;
        }
        let body = if front::has_body(&asked.method) { front::body(&asked.body) } else { Value::Null };
        front::context(asked, &route.path, body)
    }

    /// Contexts that the host writes only by mistake, or not at all.
    fn malformed(&self, node: &Node, probes: &mut Vec<Probe>) {
        let (zeros, wrong) = (
            vec![0; 150],
            r#"{"method":1,"path":[],"headers":"x","query":[1],"body":0,"user_id":7,"is_admin":"no","params":3,"user":[]}"#,
        );
        let other = if self.is_docs() {
            r#"{"method":"GET","path":"/x","headers":{},"query":{},"body":null,"user_id":null,"is_admin":false}"#
        } else {
            r#"{"params":{"id":"7"},"query":{"page":"1"},"body":{},"headers":{},"user":{"id":"7"}}"#
        };
        let of_zeros = if self.is_docs() { Occasion::Context } else { Occasion::Zeros };
        let all: [(Occasion, &str, &[u8]); 5] = [
            (of_zeros, "a context of zeros", &zeros),
            (Occasion::Context, "an empty context", b""),
            (Occasion::Context, "a context with fields of other types", wrong.as_bytes()),
            (Occasion::Context, "the context of the other dialect", other.as_bytes()),
            (Occasion::Context, "only a body as the context", br#"{"name":"Ada","description":"x"}"#),
        ];
        for (occasion, label, context) in all {
            let label = format!("`{}` and {label}", node.name);
            probes.push(Probe { occasion, label, context: turn::call(&node.name, context), plain: None });
        }
    }

    /// A long request for calls in a row.
    pub(super) fn long(&self, nodes: &[Node]) -> Option<Vec<u8>> {
        let manifest = self.manifest();
        let is_known = |route: &&Route| nodes.iter().any(|node| node.name == route.handler);
        let known = || manifest.routes.iter().filter(is_known);
        let route = known().find(|route| front::has_body(&route.method.to_uppercase())).or_else(|| known().next())?;
        let plain = self.plain(route);
        let body = json!({"name": "a".repeat(2000), "title": "b".repeat(2000)}).to_string().into_bytes();
        let asked = Asked { query: Some(format!("name={}", "a".repeat(1000))), body, ..plain };
        Some(turn::call(&route.handler, self.asked_of(route, &asked).as_bytes()))
    }
}

/// A path with something for each parameter.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.len() > 1 && part.starts_with(':') { "7" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// Calls of the desktop: by the handler's name, with an object as body.
fn desktop(node: &Node, probes: &mut Vec<Probe>) {
    let calls = [("POST", None, false), ("GET", None, true), ("POST", Some(json!({"name": "Ada", "id": 7})), true)];
    for (method, args, has_user) in calls {
        let shown = args.as_ref().map(|args| format!(", arguments {args}")).unwrap_or_default();
        let user = has_user.then(|| User { id: USER.to_owned(), is_admin: false });
        if let Fronted::Call(handler, context) = front::desktop(&node.name, method, args, user) {
            let label = format!("`{}` called by the desktop ({method}{shown})", node.name);
            let context = turn::call(&handler, context.as_bytes());
            probes.push(Probe { occasion: Occasion::Desktop, label, context, plain: None });
        }
    }
}

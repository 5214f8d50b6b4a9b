//! What the macros expand to.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::attr::{Args, Place};
use crate::entries::{Entry, Value};
use crate::errors::Errors;
use crate::hosts::Chosen;
use crate::model::Plugin;
use crate::{entry, expand, parse, validate};
use anyhost_abi::{Dialect, Host, Memory, ResultAt, Shape, flow_like, nlink};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The snapshot's source is this file: it need not repeat it.
macro_rules! snapshot {
    ($code:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($code) })
    };
}

fn pretty(tokens: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).unwrap())
}

fn node(args: TokenStream, item: TokenStream) -> String {
    pretty(entry::node(args, item, &quote!(::anyhost)))
}

fn plugin(args: TokenStream, item: TokenStream) -> String {
    pretty(entry::plugin(args, item, &quote!(::anyhost)))
}

#[test]
fn lone_node() {
    snapshot!(node(
        quote!(flow_like, nlink, category = "Custom/Text"),
        quote! {
            /// Converts a string to uppercase.
            fn uppercase(#[pin(default = "")] input: String) -> String {
                input.to_uppercase()
            }
        }
    ));
}

#[test]
fn inputs() {
    snapshot!(node(
        quote!(nlink),
        quote! {
            fn all<'a>(
                /// The text.
                text: &'a str,
                #[pin(min = 0, max = 1, default = 0.5, title = "Share")] f: f64,
                #[pin(min = -1)] r#in: Option<i8>,
                #[pin(choices = ["a", "b"], default = "a")] choice: String,
                #[pin(item)] item: Raw<'a>,
            ) {
            }
        }
    ));
}

#[test]
fn docs_dialect() {
    snapshot!(node(
        quote!(flow_like(dialect = "docs")),
        quote!(
            fn nothing() {}
        )
    ));
}

#[test]
fn several_nodes() {
    snapshot!(plugin(
        quote!(flow_like, category = "Mine"),
        quote! {
            pub mod nodes {
                use anyhost::node;
                /// Splits.
                #[node(outputs("head", "tail"), pure)]
                pub fn split(text: &str) -> (&str, String) {
                    text.split()
                }
                #[cfg(unix)]
                #[node(output = "sum", category = "Other")]
                pub fn add(a: i32, b: i32) -> Result<i32, Error> {
                    a + b
                }
                #[node]
                fn check(ok: bool) -> Result<(), &'static str> {}
                fn helper() {}
            }
        }
    ));
}

/// A plugin of one node for these hosts.
fn plugin_for(hosts: Vec<Chosen>) -> Plugin {
    let mut errors = Errors::default();
    let mut function = syn::parse_quote!(
        fn nothing() {}
    );
    let args = Args::parse(TokenStream::new(), Place::Inner, &mut errors);
    let node = parse::node(&mut function, args, None, &mut errors);
    let plugin = Plugin { hosts, nodes: vec![node], is_module: false };
    validate::plugin(&plugin, &mut errors);
    assert!(errors.is_empty());
    plugin
}

fn chosen(host: &'static Host, dialect: &'static Dialect) -> Chosen {
    Chosen { ident: format_ident!("host"), host, dialect }
}

/// Two hosts of the same exports are one item an export, but for what names the host.
#[test]
fn two_hosts_of_one_abi() {
    static TWIN: Host = Host { id: "twin", title: "Twin", ..flow_like::HOST };
    let dialect = flow_like::HOST.dialects.first().unwrap();
    let plugin = plugin_for(vec![chosen(&flow_like::HOST, dialect), chosen(&TWIN, dialect)]);
    snapshot!(pretty(expand::plugin(&quote!(::renamed), &plugin)));
}

/// A form of results that nodes do not have is said, not guessed.
#[test]
fn host_of_unknown_form() {
    let dialect = flow_like::HOST.dialects.first().unwrap();
    let memory = Memory { result: ResultAt::CallersBuffer, ..dialect.memory };
    let odd: &Dialect = Box::leak(Box::new(Dialect { memory, ..*dialect }));
    let code = expand::plugin(&quote!(::anyhost), &plugin_for(vec![chosen(&flow_like::HOST, odd)])).to_string();
    assert!(code.contains("Flow-Like's `run` has a form that `#[node]` does not write yet"), "{code}");
}

#[test]
fn host_without_nodes() {
    static ROUTES: Host = Host { title: "Routes", shape: Shape::Route, ..flow_like::HOST };
    let mut errors = Errors::default();
    let entry = Entry { key: format_ident!("routes"), value: Value::Flag };
    assert!(crate::attr::choose(entry, &ROUTES, Shape::Node, &mut errors).is_empty());
    let message = errors.tokens().unwrap().to_string();
    assert!(message.contains("Routes has no nodes; hosts of nodes are `flow_like` and `nlink`"), "{message}");
}

#[test]
fn derive_pin_struct() {
    let item = quote! {
        struct Point<'a> {
            x: f64,
            #[pin(default = 1)]
            y: f64,
            #[pin(name = "type", default = "t")]
            r#type: &'a str,
            next: Option<Box<Point<'a>>>,
        }
    };
    snapshot!(pretty(entry::derive_pin(item, &quote!(::anyhost))));
}

#[test]
fn derive_pin_enum() {
    let item = quote! {
        enum Color {
            DarkRed,
            #[pin(name = "GREEN")]
            Green,
        }
    };
    snapshot!(pretty(entry::derive_pin(item, &quote!(::anyhost))));
}

#[test]
fn derive_outputs_struct() {
    let item = quote! {
        struct Split<'a> {
            /// The head.
            head: &'a str,
            #[pin(title = "Rest")]
            tail: Vec<u8>,
        }
    };
    snapshot!(pretty(entry::derive_outputs(item, &quote!(::anyhost))));
}

#[test]
fn derive_outputs_enum() {
    let item = quote! {
        enum Branch {
            /// A small one.
            Small { value: u32 },
            NotSmall {
                /// The value.
                value: u32,
                by: u32,
            },
            Not,
        }
    };
    snapshot!(pretty(entry::derive_outputs(item, &quote!(::anyhost))));
}

fn signalk(args: TokenStream, item: TokenStream) -> String {
    pretty(entry::kept(&anyhost_abi::signalk::HOST, args, item, &quote!(::anyhost)))
}

#[test]
fn kept_plugin() {
    snapshot!(signalk(
        TokenStream::new(),
        quote! {
            impl Watch {
                fn start() -> Self {
                    Self
                }
                fn helper(&self) {}
            }
        }
    ));
}

#[test]
fn kept_plugin_with_everything() {
    snapshot!(signalk(
        quote!(name = "Watch", id = "@a/watch", own_deltas, resources("tracks"), radar("r")),
        quote! {
            impl Watch {
                fn start(settings: Settings) -> Result<Self, Error> {
                    body()
                }
                fn stop(&mut self) {}
                fn poll(&mut self) -> Result<(), String> {}
                #[put("steering.x-y")]
                fn steer(&mut self, value: &str) -> Result<(), String> {}
                #[cfg(unix)]
                #[put("a.b", context = "vessels.x")]
                fn anything(&mut self) {}
                #[http(GET "/a/:b")]
                #[http(PUT "/a/:b")]
                fn a(&self, Path(b): Path<u8>, request: &Request<'_>) -> Result<(u16, Json<Option<A>>), Error> {}
                #[http(DELETE "/a")]
                fn b(&mut self) -> Option<String> {}
                #[delta("navigation.*")]
                fn moved(&mut self, value: Position) {}
                #[delta("a", context = "vessels.*")]
                fn others(&mut self, value: f64, update: &Update<'_>) -> Result<(), String> {}
                #[delta]
                fn all(&mut self, delta: &ReceivedDelta<'_>) {}
            }
        }
    ));
}

#[test]
fn derive_config() {
    let item = quote! {
        struct Settings {
            /// Metres.
            #[config(default = 50, min = 1, max = 1000)]
            max_radius: f64,
            #[config(min = 1, title = "How many", name = "n")]
            count: Option<u8>,
            #[config(default = "a")]
            text: String,
            nested: Nested,
        }
    };
    snapshot!(pretty(entry::derive_config(item, &quote!(::anyhost))));
}

/// On an error the author's function stays, in a form that compiles.
#[test]
fn errors_keep_the_item() {
    snapshot!(node(
        quote!(flow_likee, nlink),
        quote! {
            /// Says.
            fn say(/** Text. */ #[pin(defualt = "")] text: String, #[pin(min = "a")] _: u8) {
                body(text)
            }
        }
    ));
}

/// Every host of the data that has nodes is known by its name.
#[test]
fn hosts_are_data() {
    assert_eq!(crate::hosts::names(Shape::Node), ["flow_like", "nlink"]);
    assert_eq!(crate::hosts::names(Shape::Route), ["orbis"]);
    assert_eq!(crate::hosts::room(&nlink::HOST), "nlink");
}

fn route(args: TokenStream, item: TokenStream) -> String {
    pretty(entry::route(args, item, &quote!(::anyhost)))
}

#[test]
fn lone_route() {
    snapshot!(route(
        quote!(orbis, POST "/hello"),
        quote! {
            /// Greets somebody.
            fn hello(#[query] name: String) -> Json<String> {
                Json(name)
            }
        }
    ));
}

#[test]
fn several_routes() {
    snapshot!(plugin(
        quote!(orbis(dialect = "both"), name = "items", permissions("network", custom("x")), pages = PAGES, config = "{}"),
        quote! {
            mod items {
                use anyhost::route;

                /// Lists.
                #[route(GET "/items", requires_auth = false, rate_limit = 60, permissions("items:read"))]
                pub fn list(Query(page): Query<Page>, user: Option<User>) -> Result<Json<Vec<Item>>, Error> {
                    all(page)
                }

                #[cfg(feature = "x")]
                #[route(POST "/items")]
                fn add(request: &Request<'_>, Json(item): Json<Item>) -> (StatusCode, String) {
                    body()
                }

                #[route(PUT "/items")]
                fn put(#[query(default = 7, name = "id")] number: u32, body: Raw<'_>, own: Headers) {}

                #[init]
                fn init() -> Result<(), String> {
                    Ok(())
                }
            }
        }
    ));
}

#[test]
fn paths_in_the_documented_dialect() {
    snapshot!(route(
        quote!(orbis(dialect = "docs"), GET "/items/{id}"),
        quote! {
            fn item(Path(id): Path<u32>) -> Option<Item> {
                find(id)
            }
        }
    ));
}

#[test]
fn a_body_of_json() {
    snapshot!(pretty_expression(entry::json(
        quote!({ "a": x.y, "list": [1, -2, null, true, "q\"", f(x)?, { }], "o": { "k": null } }),
        &quote!(::anyhost)
    )));
}

fn pretty_expression(tokens: TokenStream) -> String {
    pretty(quote!(fn body() { #tokens }))
}

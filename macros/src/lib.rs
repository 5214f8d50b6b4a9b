//! The macros of `anyhost`: [`node`], [`route`], [`plugin`], [`signalk_plugin`], [`json`], [`derive(Pin)`](Pin),
//! [`derive(Outputs)`](Outputs), [`derive(Config)`](Config).
//!
//! Use them through the crate `anyhost`, which re-exports them. A macro reads (`attr`, `pin`, `parse`, `derive`), judges
//! (`validate`) and expands (`expand`); what it says is in `messages`. The macros know what a node and a route are, and find
//! the hosts and their exports in `anyhost-abi`.

mod attr;
mod body;
mod derive;
mod entries;
mod entry;
mod errors;
mod expand;
mod facts;
mod fit;
mod form;
mod hosts;
mod imports;
mod json;
mod kept;
mod messages;
mod model;
mod names;
mod parse;
mod pin;
mod route;
#[cfg(test)]
mod tests;
mod types;
mod validate;

use proc_macro::TokenStream;

/// Makes a function a node.
///
/// Alone it makes the crate a plugin with one node; several stand in a [`macro@plugin`] module, which then names the hosts.
///
/// ```
/// use anyhost::node;
///
/// /// Converts a string to uppercase.
/// #[node(flow_like, nlink, category = "Custom/Text")]
/// fn uppercase(#[pin(default = "")] input: String) -> String {
///     input.to_uppercase()
/// }
/// ```
///
/// | Argument | Meaning |
/// |---|---|
/// | `flow_like`, `nlink` | a host to build for; `flow_like(dialect = "docs")` chooses one of its ABIs |
/// | `category = "Custom/Text"` | where an editor lists the node |
/// | `name = "…"` | by which hosts call it; the function's name |
/// | `title = "…"` | for people; made from the name |
/// | `icon = "…"` | path or name, as the host knows it |
/// | `docs = "…"` | Markdown for an editor's help; the doc comment, if it is more than a paragraph |
/// | `pure` | no exec pins: it runs when somebody needs its outputs |
/// | `long_running` | Flow-Like: the run may go on while it works |
/// | `scores(privacy = 0, …)` | Flow-Like: from 0 to 10 each, by the names that the host knows |
/// | `permissions("streaming", …)` | Flow-Like: what the node asks the user for; its newer epoch denies the rest |
/// | `output = "…"` | name of the only output; `output` |
/// | `outputs("…", "…")` | names of a tuple's elements |
///
/// Parameters are inputs. A doc comment on one is its description, an `Option` may be absent, and `#[pin(…)]` takes:
///
/// | Argument | Meaning |
/// |---|---|
/// | `default = …` | what an absent input counts as; any JSON that the type reads, checked by the compiler |
/// | `min = …`, `max = …` | limits, which the plugin itself holds |
/// | `step = …` | for an editor's slider |
/// | `choices = […]` | the only texts that are accepted |
/// | `name = "…"`, `title = "…"`, `description = "…"` | for hosts, and for people |
/// | `sensitive` | Flow-Like: a secret, which an editor hides |
/// | `enforce_schema` | Flow-Like: only wires of the same schema may be connected |
/// | `required`, `placeholder = "…"` | nLink: of the form's field |
/// | `show_if(other = "x", …)` | nLink: the field is shown only while others have these values |
/// | `item` | the input that gets the host's current item, nLink's `$json` |
/// | `context` | a context whose type has another name than `Context` |
///
/// A parameter of the type `&Context` is no input but the host's side of the call (`anyhost::flow_like::Context`).
///
/// What no named host knows is a compile error that says so.
///
/// The function returns nothing, one output, several as a tuple or as a struct or enum that derives `Outputs`, or a `Result`
/// of these, whose error is reported as the host wants it.
#[proc_macro_attribute]
pub fn node(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::node(args.into(), item.into(), &entry::krate()).into()
}

/// Makes a function answer HTTP requests.
///
/// Alone it makes the crate a plugin with one route; several stand in a [`macro@plugin`] module, which then names the hosts.
///
/// ```
/// use anyhost::http::{Json, JsonText};
/// use anyhost::{join, json, route};
///
/// /// Greets somebody.
/// #[route(orbis, POST "/hello")]
/// fn hello(#[query] name: String) -> Json<JsonText> {
///     json!({ "message": join(&["Hello, ", &name, "!"]) })
/// }
///
/// assert_eq!(hello("Ada".to_owned()), json!({ "message": "Hello, Ada!" }));
/// ```
///
/// | Argument | Meaning |
/// |---|---|
/// | `orbis` | a host to build for; `orbis(dialect = "docs")` chooses one of its ABIs, `"both"` exports all of them, which a host takes whose functions are not called |
/// | `GET "/items"` | the method of HTTP and the path, below the plugin's own |
/// | `requires_auth = false` | also for those who are not logged in; `true` |
/// | `rate_limit = 60` | requests a minute. Orbis does not enforce it (`plugins.rs:80-172`) |
/// | `permissions("…")` | of a route of several: what its users need. Orbis does not enforce it |
///
/// A lone route also takes what [`macro@plugin`] says of the whole plugin, there with `permissions` as in it.
///
/// Parameters are extractors, what is returned becomes the response: see `anyhost::http`. A parameter with `#[query]` is a member of
/// the query of its name, in the first form that fits: a text, a number or a boolean; `#[query(default = 1, name = "n")]` says what
/// counts where it is absent, and what it is called. An `Option` may be absent.
///
/// A path parameter is written `{id}` and taken by `Path<T>`. Orbis compares paths letter by letter (`plugins.rs:101-106`), so there it
/// is a compile error: take `#[query] id`, which `/items?id=7` fills in. Its documented dialect has parameters.
///
/// The handler that the host calls is the function's name; what the host's manifest says of the plugin is made by the compiler, with
/// the name, version, description, authors, homepage and license of `Cargo.toml`, and is in the section of the wasm in which
/// the host looks for it.
///
/// Whatever comes, the answer is JSON with a status: what is no request, or does not fit, is a 400 `{"error":"query.page: expected an
/// integer, found a string"}`. Orbis itself answers each call that did not trap with 200, and hands the status on in the body.
#[proc_macro_attribute]
pub fn route(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::route(args.into(), item.into(), &entry::krate()).into()
}

/// Writes JSON as the body of a response.
///
/// Objects and arrays are written as JSON writes them; values are expressions of any type that derives `Pin` or serde's
/// `Serialize`, also with `?`. Nothing is built but the text.
///
/// ```
/// use anyhost::http::{IntoResponse, Json, JsonText};
/// use anyhost::json;
///
/// let names = ["Ada", "Grace"];
/// let body: Json<JsonText> = json!({ "names": names, "count": names.len(), "next": null });
/// assert_eq!(body.0.as_str(), r#"{"names":["Ada","Grace"],"count":2,"next":null}"#);
/// assert_eq!(body.into_response().with_status(203).status, 203);
/// ```
///
/// What cannot be written, as a map with keys that are no texts, is a 500 that says so.
#[proc_macro]
pub fn json(body: TokenStream) -> TokenStream {
    entry::json(body.into(), &entry::krate()).into()
}

/// Makes the `#[node]` or `#[route]` functions of a module one plugin.
///
/// ```
/// use anyhost::plugin;
///
/// #[plugin(flow_like, category = "Custom/Text")]
/// mod nodes {
///     /// Converts a string to uppercase.
///     #[node]
///     pub fn uppercase(input: String) -> String {
///         input.to_uppercase()
///     }
/// }
/// ```
///
/// Around nodes it takes the hosts, and a `category` for nodes that have none of their own. Everything else in the module stays as
/// it is.
///
/// ```
/// use anyhost::plugin;
///
/// #[plugin(orbis, permissions("network"), config = r#"{"limit":20}"#)]
/// mod items {
///     use anyhost::http::{Error, Json, StatusCode, User};
///     use anyhost::{Pin, route};
///
///     #[derive(Pin)]
///     pub struct Item {
///         name: String,
///     }
///
///     /// Adds an item.
///     #[route(POST "/items")]
///     pub fn add(user: User, Json(item): Json<Item>) -> Result<(StatusCode, Json<Item>), Error> {
///         if !user.is_admin {
///             return Err(Error::forbidden("only for admins"));
///         }
///         Ok((StatusCode::CREATED, Json(item)))
///     }
/// }
/// ```
///
/// Around routes it takes the hosts and:
///
/// | Argument | Meaning |
/// |---|---|
/// | `name = "…"` | by which the host calls the plugin; the crate's |
/// | `permissions("…", custom("…"))` | what it asks for, as the host spells it. Orbis grants none of what its functions ask for (`sandbox.rs:138-149`) |
/// | `pages = include_str!("pages.json")` | pages of the user interface, JSON that is checked by the compiler as the host checks it |
/// | `config = r#"{…}"#` | what the plugin's configuration is, any JSON |
///
/// Functions with `#[init]`, `#[execute]` or `#[cleanup]` take nothing, and return nothing or a `Result<(), E>`. Orbis never calls them,
/// its documentation says that they are called when the plugin is loaded, for "general execution", and when it is unloaded.
#[proc_macro_attribute]
pub fn plugin(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::plugin(args.into(), item.into(), &entry::krate()).into()
}

/// Makes the `impl` of a type a plugin of Signal K servers, whose state values of the type are.
///
/// ```
/// use anyhost::{Config, signalk_plugin};
///
/// #[derive(Config)]
/// struct Settings {
///     /// Alarm distance in metres.
///     #[config(default = 50, min = 1)]
///     max_radius: f64,
/// }
///
/// struct Watch {
///     radius: f64,
/// }
///
/// #[signalk_plugin(name = "Anchor watch")]
/// impl Watch {
///     /// Every start makes a new state: a server starts and stops one instance many times.
///     fn start(settings: Settings) -> Self {
///         Self { radius: settings.max_radius }
///     }
/// }
/// ```
///
/// | Argument | Meaning |
/// |---|---|
/// | `name = "…"` | for people; the package's name, without which REST clients see no status text |
/// | `id = "…"` | the name of the npm package, where that is not the crate's |
/// | `schema = "…"` | JSON Schema of a configuration that does not derive [`Config`] but serde's `Deserialize` |
/// | `own_deltas` | hands the plugin's own deltas back to it, too |
/// | `resources("type", …)`, `weather("name")`, `radar("name")` | what it provides; the state implements the trait of it |
/// | `dialect = "docs"` | only what the project's documentation says |
///
/// Methods of these names, or with these attributes, are called by the server. All others are the author's own.
///
/// | Method | When |
/// |---|---|
/// | `fn start(settings: Settings) -> Self` | at each start; `-> Result<Self, E>` where it can fail, the parameter is optional |
/// | `fn stop(self)` | at each stop; the state is dropped in any case |
/// | `fn poll(&mut self)` | once a second while the plugin runs |
/// | `#[put("path")] fn (&mut self, value: T)` | somebody wants to set a value of the own vessel; `Err` is the reply 502 |
/// | `#[http(GET "/path/:id")] fn (&mut self, …)` | a request below the plugin's own path, see `anyhost::http` |
/// | `#[delta("path.*")] fn (&mut self, value: T)` | a value of the own vessel changed; `context = "vessels.*"` for others, a second parameter `&Update` for what is known beside it |
/// | `#[delta] fn (&mut self, delta: &ReceivedDelta<'_>)` | every delta, whole |
///
/// `stop`, `poll` and the handlers of deltas may return `Result<(), E>`: an error becomes the plugin's status.
///
/// What a plugin says itself is not handed back to it. What comes while one of its methods runs waits until that ends, within
/// 256 kB; then what does not fit is lost, and the plugin's status says so once a start.
#[proc_macro_attribute]
pub fn signalk_plugin(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::kept(&anyhost_abi::signalk::HOST, args.into(), item.into(), &entry::krate()).into()
}

/// Makes a struct or an enum a type for inputs and outputs.
///
/// A struct with named fields is a JSON object. `#[pin(default = …)]` on a field says what an absent one counts as, an
/// `Option` may be absent, `#[pin(name = "…")]` is another key. An enum without data is a text: its variants in snake case, or
/// as `#[pin(name = "…")]` says.
///
/// ```
/// use anyhost::{Pin, node};
///
/// /// An address.
/// #[derive(Pin)]
/// struct Address {
///     /// With the house's number.
///     street: String,
///     /// Two letters; `{"street": "…"}` alone is an address in Germany.
///     #[pin(default = "DE", name = "countryCode")]
///     country: String,
///     /// May be absent or null.
///     zip: Option<String>,
/// }
///
/// /// How to write it: `"one_line"` or `"block"`.
/// #[derive(Pin)]
/// enum Layout {
///     OneLine,
///     #[pin(name = "block")]
///     SeveralLines,
/// }
///
/// /// Writes an address.
/// #[node(flow_like, nlink)]
/// fn write_address(address: Address, layout: Layout) -> String {
///     let parts: Vec<String> = [Some(address.street), address.zip, Some(address.country)].into_iter().flatten().collect();
///     parts.join(match layout {
///         Layout::OneLine => ", ",
///         Layout::SeveralLines => "\n",
///     })
/// }
/// ```
///
/// A value that does not fit ends the call with an error that names the way to it: `input "address.street": expected a string,
/// found a number`.
#[proc_macro_derive(Pin, attributes(pin))]
pub fn derive_pin(item: TokenStream) -> TokenStream {
    entry::derive_pin(item.into(), &entry::krate()).into()
}

/// Makes a struct the configuration of a plugin, or an enum one of its choices.
///
/// Its JSON Schema is a constant, from which a host makes a form: a field's key is in camel case, its title made from it, its
/// description the doc comment. What is not set counts as its default.
///
/// ```
/// use anyhost::Config;
///
/// #[derive(Config)]
/// struct Settings {
///     /// Alarm distance in metres.
///     #[config(default = 50, min = 1, max = 1000)]
///     max_radius: f64,
///     #[config(default = "loud")]
///     sound: Sound,
///     /// Who is told.
///     #[config(default = [])]
///     phones: Vec<String>,
///     anchor: Option<Place>,
/// }
///
/// /// `"loud"` or `"notAtAll"`.
/// #[derive(Config)]
/// enum Sound {
///     Loud,
///     NotAtAll,
/// }
///
/// #[derive(Config)]
/// struct Place {
///     latitude: f64,
///     longitude: f64,
/// }
/// ```
///
/// `#[config(…)]` takes on a field:
///
/// | Argument | Meaning |
/// |---|---|
/// | `default = …` | what an absent value counts as; any JSON that the type reads, checked by the compiler |
/// | `min = …`, `max = …` | limits, shown in the form and held by the plugin itself |
/// | `name = "…"`, `title = "…"`, `description = "…"` | key in the JSON, and for people |
///
/// A field without a default must be set, unless it is an `Option`, or another configuration all of whose fields have one.
/// What does not fit is refused with the way to it: `maxRadius: must be from 1 to 1000`. Keys that are not in the struct
/// are passed over, since hosts add some.
#[proc_macro_derive(Config, attributes(config))]
pub fn derive_config(item: TokenStream) -> TokenStream {
    entry::derive_config(item.into(), &entry::krate()).into()
}

/// Declares the functions of a host that the SDK wraps: `__imports!("flow-like")`. For the SDK itself.
#[doc(hidden)]
#[proc_macro]
pub fn __imports(host: TokenStream) -> TokenStream {
    entry::imports(host.into()).into()
}

/// Makes a struct or an enum the outputs of a node.
///
/// The fields of a struct are outputs. The variants of an enum are exec outputs, of which the one returned fires; the fields
/// of all variants are outputs. Doc comments are descriptions, `#[pin(name = "…", title = "…")]` names them.
///
/// ```
/// use anyhost::{Outputs, node};
///
/// /// Which way a number goes.
/// #[derive(Debug, PartialEq, Outputs)]
/// enum Sign {
///     /// Fires below zero.
///     Negative,
///     /// Fires at zero and above.
///     Positive {
///         /// Its root.
///         root: f64,
///     },
/// }
///
/// /// Tells negative numbers from others.
/// #[node(flow_like)]
/// fn sign(value: f64) -> Sign {
///     if value < 0.0 { Sign::Negative } else { Sign::Positive { root: value.sqrt() } }
/// }
///
/// assert_eq!(sign(9.0), Sign::Positive { root: 3.0 });
/// ```
///
/// Flow-Like then gets `{"error":null,"outputs":{"root":3.0},"activate_exec":["positive"]}`. It fires exec outputs before it
/// looks at errors, so an error fires none (rule `FL318`). A host without exec outputs gets the fields alone.
#[proc_macro_derive(Outputs, attributes(pin))]
pub fn derive_outputs(item: TokenStream) -> TokenStream {
    entry::derive_outputs(item.into(), &entry::krate()).into()
}

//! The macros of `anyhost`: [`node`], [`plugin`], [`signalk_plugin`], [`derive(Pin)`](Pin), [`derive(Outputs)`](Outputs),
//! [`derive(Config)`](Config).
//!
//! Use them through the crate `anyhost`, which re-exports them. A macro reads (`attr`, `pin`, `parse`, `derive`), judges
//! (`validate`) and expands (`expand`); what it says is in `messages`. The macros know what a node is, and find the hosts
//! and their exports in `anyhost-abi`.

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
#[proc_macro_attribute]
pub fn route(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::route(args.into(), item.into(), &entry::krate()).into()
}

/// Writes JSON as the body of a response.
#[proc_macro]
pub fn json(body: TokenStream) -> TokenStream {
    entry::json(body.into(), &entry::krate()).into()
}

/// Makes the `#[node]` functions of a module one plugin.
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
/// It takes the hosts, and a `category` for nodes that have none of their own. Everything else in the module stays as it is.
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

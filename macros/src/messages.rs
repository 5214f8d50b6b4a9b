//! What the macros say. One table, so that the texts keep one voice: what is wrong, then what to write instead.

use crate::names::nearest;
use anyhost_abi::{Dialect, Shape, Support};
use std::fmt::Display;

// Attributes.

pub(crate) const NOT_AN_ENTRY: &str = "expected a host, `key` or `key = value`";
pub(crate) const TAKES_NAMES: &str = "`outputs` takes one name for each element of the tuple: outputs(\"head\", \"tail\")";
pub(crate) const TAKES_CHOICES: &str = "`choices` takes the accepted texts: choices = [\"a\", \"b\"]";
pub(crate) const NOT_A_CONSTANT: &str = "not a constant that hosts can show: write a text, a number, `true`, `false`, `null`, \
     `[…]` or `{ \"key\": … }`";
pub(crate) const NONE_IS_NULL: &str = "`None` is written as in JSON: `null`";

pub(crate) const TAKES_SCORES: &str = "`scores` takes a whole number for each name: scores(privacy = 1, cost = 0)";
pub(crate) const TAKES_PERMISSIONS: &str = "`permissions` takes the names of what the node asks for: permissions(\"streaming\")";
pub(crate) const TAKES_CONDITIONS: &str =
    "`show_if` takes other parameters with the values for which this one is shown: show_if(operation = [\"send\", \"edit\"])";

pub(crate) fn no_words(key: &str, hosts: &str) -> String {
    format!("{hosts} has no {key}: remove `{key}`")
}

pub(crate) fn unknown_word(what: &str, word: &str, known: &[&str]) -> String {
    let hint = nearest(word, known.iter().copied()).map(|word| format!(" Did you mean `{word}`?")).unwrap_or_default();
    format!("no host of this plugin has the {what} `{word}`.{hint} There are {}", list(known))
}

pub(crate) fn score_scale(most: u8) -> String {
    format!("scores are whole numbers from 0 to {most}; higher is more risk or worse")
}

pub(crate) fn shown_by_unknown(name: &str, known: &[&str]) -> String {
    let hint = nearest(name, known.iter().copied()).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
    format!("this node has no other parameter `{name}`{hint}")
}

pub(crate) fn shown_for_no_choice(found: &str, choices: &[String]) -> String {
    format!("`show_if` compares with {found}, which is none of the choices: write {}", or(choices))
}

pub(crate) const SHOWN_FOR_NOTHING: &str = "this is never shown: give at least one value";
pub(crate) const SHOWN_FOR_OTHERS: &str = "`show_if` compares with a value that the other parameter never has";
pub(crate) const SHOWN_BUT_NEEDED: &str =
    "an input that is not always shown may be absent: make it an `Option`, or give it a `default`";
pub(crate) const REQUIRED_WITH_DEFAULT: &str = "an input with a default is never missing: remove `required`, or the default";
pub(crate) const ITEM_IN_FORM: &str = "the current item is no field of a form: remove this";
pub(crate) const STEP_POSITIVE: &str = "a step is more than 0";

pub(crate) fn value_missing(key: impl Display) -> String {
    format!("the value of `{key}` is missing: {key} = …")
}

pub(crate) fn takes_text(key: impl Display, example: &str) -> String {
    format!("`{key}` takes a text: {key} = \"{example}\"")
}

pub(crate) fn takes_number(key: impl Display) -> String {
    format!("`{key}` takes a number: {key} = 1")
}

pub(crate) fn takes_constant(key: impl Display) -> String {
    format!("`{key}` takes a constant: {key} = 1")
}

pub(crate) fn takes_nothing(key: impl Display) -> String {
    format!("`{key}` stands alone: it takes no value")
}

pub(crate) fn given_twice(key: impl Display) -> String {
    format!("`{key}` is given twice")
}

pub(crate) fn unknown_key(key: &str, keys: &[&str], hosts: Vec<String>) -> String {
    let candidates = keys.iter().copied().chain(hosts.iter().map(String::as_str));
    let hint = nearest(key, candidates).map(|key| format!(" Did you mean `{key}`?")).unwrap_or_default();
    let hosts = if hosts.is_empty() { String::new() } else { format!("; hosts are {}", list(&hosts)) };
    format!("unknown key `{key}`.{hint} Accepted are {}{hosts}", list(keys))
}

pub(crate) fn key_of_node(key: &str) -> String {
    format!("`{key}` is of one node: write it on that `#[node({key} …)]`; `#[plugin]` takes hosts and `category`")
}

pub(crate) fn key_of_other_place(key: &str, place: &str, keys: &[&str]) -> String {
    format!("`{key}` is for parameters of nodes; on {place} accepted are {}", list(keys))
}

pub(crate) fn attr_without_list(attr: &str, keys: &[&str]) -> String {
    let key = keys.first().copied().unwrap_or("name");
    let what = if attr == "pin" { "pin" } else { "setting" };
    format!("write what the {what} is like: #[{attr}({key} = …)]; accepted are {}", list(keys))
}

// Hosts.

pub(crate) const NO_HOST_ID: &str = "expected the id of a host: \"flow-like\"";

pub(crate) fn no_hosts(attribute: &str, hosts: &[String]) -> String {
    let more = match attribute {
        "plugin" => "",
        "node" => ". Several nodes stand directly in one `#[plugin(…)] mod`, which names the hosts for all",
        _ => ". Several routes stand directly in one `#[plugin(…)] mod`, which names the hosts for all",
    };
    let first = hosts.first().map_or("", String::as_str);
    format!("which hosts is it for? Write #[{attribute}({first}, …)]; hosts are {}{more}", list(hosts))
}

pub(crate) fn host_as_ident(room: &str) -> String {
    format!("hosts are written as names in Rust: `{room}`")
}

pub(crate) fn host_not_built(title: &str, reason: &str, shape: Shape, hosts: &[String]) -> String {
    format!("no plugins for {title} yet ({reason}); hosts of {} are {}", members(shape), list(hosts))
}

pub(crate) fn host_of_other_shape(title: &str, shape: Shape, hosts: &[String]) -> String {
    let members = members(shape);
    format!("{title} has no {members}; hosts of {members} are {}", list(hosts))
}

pub(crate) fn host_on_inner(shape: Shape) -> String {
    let members = members(shape);
    let member = members.trim_end_matches('s');
    format!("hosts stand on the `#[plugin(…)]` around this {member}: all {members} of a plugin share its exports")
}

/// What a plugin of this shape consists of.
fn members(shape: Shape) -> &'static str {
    match shape {
        Shape::Node => "nodes",
        Shape::Route => "routes",
        Shape::Stateful => "kept plugins",
    }
}

pub(crate) fn host_option(host: impl Display, dialects: &[Dialect]) -> String {
    let last = built(dialects).last().copied().unwrap_or("docs");
    format!("a host takes the option `dialect`: {host}(dialect = \"{last}\")")
}

pub(crate) fn no_such_dialect(title: &str, dialects: &[Dialect]) -> String {
    format!("{title} has no such dialect; dialects are {}", list(&built(dialects)))
}

pub(crate) fn dialect_not_built(title: &str, reason: &str, dialects: &[Dialect]) -> String {
    format!("no plugins for this dialect of {title} yet ({reason}); dialects are {}", list(&built(dialects)))
}

fn built(dialects: &[Dialect]) -> Vec<&'static str> {
    dialects.iter().filter(|dialect| dialect.support == Support::Built).map(|dialect| dialect.id).collect()
}

pub(crate) fn one_node_a_module(title: &str, dialect: Option<&str>, nodes: usize, room: &str) -> String {
    let dialect = dialect.map(|id| format!(" (dialect `{id}`)")).unwrap_or_default();
    format!(
        "{title}{dialect} runs one node a module, and this plugin has {nodes}: leave `{room}` out, or put each node into a crate of its own"
    )
}

pub(crate) fn cannot_return(title: &str, export: &str) -> String {
    format!("{title}'s `{export}` has a form that `#[node]` does not write yet")
}

pub(crate) fn cannot_answer(title: &str) -> String {
    format!("{title} takes answers in a form that `#[route]` does not write yet")
}

pub(crate) fn exports_differ(export: &str, hosts: &str) -> String {
    format!(
        "{hosts} want different exports named `{export}`, so one module cannot serve them all: build with `cargo anyhost build`, \
         which makes one module a host"
    )
}

// Functions.

pub(crate) const NODE_NOT_FN: &str = "`#[node]` stands on a function";
pub(crate) const PLUGIN_NOT_MOD: &str = "`#[plugin]` stands on a module with its body: `mod nodes { … }`";
pub(crate) const PLUGIN_EMPTY: &str = "no `#[node]` in this module: a plugin has at least one";
pub(crate) const ASYNC: &str = "a host waits for a node to end: remove `async`, and block where you awaited";
pub(crate) const CONST: &str = "hosts call a node at run time: remove `const`";
pub(crate) const UNSAFE: &str = "a host cannot promise what an unsafe function asks for: remove `unsafe`";
pub(crate) const EXTERN: &str = "the exports are generated: write an ordinary function, without `extern`";
pub(crate) const VARIADIC: &str = "a node has as many inputs as it has parameters: take a `Vec<T>`";
pub(crate) const GENERIC: &str = "a host cannot choose a type: write the function for one type";
pub(crate) const WHERE: &str = "nothing is left to decide when a host calls: remove the `where` clause";
pub(crate) const SELF: &str = "a node stands alone: write a function outside of `impl`, without `self`";
pub(crate) const PATTERN: &str = "the parameter's name is the input's name: write `name: Type`, take it apart inside";
pub(crate) const IMPL_INPUT: &str = "a host cannot choose a type: write the type itself instead of `impl …`";
pub(crate) const IMPL_OUTPUT: &str = "hosts are told the type: write the type itself instead of `impl …`";
pub(crate) const MUT_INPUT: &str =
    "inputs are handed over, nobody sees what is written to them: take the value, `mut name: Type`";
pub(crate) const STATIC_INPUT: &str = "an input lives as long as the call: remove `'static`";
pub(crate) const NEVER: &str = "a node has to return: write `()` if it has no outputs";
pub(crate) const CFG_PARAMETER: &str = "put `#[cfg]` on the whole function: a node's inputs are always the same";

pub(crate) const CONTEXT_TWICE: &str = "a call has one context: take it once";
pub(crate) const CONTEXT_SHARED: &str = "a context is shared: write `&Context`";
pub(crate) const CONTEXT_KEYS: &str = "a context is no input: remove what `#[pin(…)]` says of it";

pub(crate) fn no_context(title: &str, dialect: Option<&str>, room: &str) -> String {
    let dialect = dialect.map(|id| format!(" (dialect `{id}`)")).unwrap_or_default();
    format!("{title}{dialect} tells nodes nothing but their inputs: take no context, or leave `{room}` out")
}

pub(crate) fn other_context(title: &str) -> String {
    format!("this is the context of another host, and the node is for {title}, too: take no context, or leave {title} out")
}

pub(crate) fn too_many_inputs(most: usize) -> String {
    format!("a node has at most {most} inputs: put some of them into a struct that derives `Pin`")
}

pub(crate) fn tuple_without_names(len: usize) -> String {
    let names: Vec<_> = (1..=len).map(|i| format!("\"name{i}\"")).collect();
    format!(
        "the elements of a tuple have no names: add `outputs({})` to `#[node]`, or return a struct that derives `Outputs`",
        names.join(", ")
    )
}

pub(crate) fn tuple_with_one_name(len: usize) -> String {
    format!("the function returns {len} values: name each of them with `outputs(…)`")
}

pub(crate) fn wrong_count(given: usize, len: usize) -> String {
    format!("{given} names for {len} values: a tuple has one output for each element")
}

pub(crate) const NAMES_FOR_ONE: &str = "the function returns one value: write `output = \"…\"`; `outputs(…)` is for tuples";
pub(crate) const NAMES_FOR_NONE: &str = "the function returns nothing: remove the name, or return a value";

// Names.

pub(crate) const NAME_EMPTY: &str = "a name has at least one character";
pub(crate) const NAME_CONTROL: &str = "a name is one line of visible characters";

pub(crate) fn node_twice(name: &str) -> String {
    format!("two nodes are called \"{name}\": hosts call them by name; give one another with `name = \"…\"`")
}

pub(crate) fn pin_twice(name: &str, hint: &str) -> String {
    format!("two pins of this node are called \"{name}\": hosts tell them apart by name; {hint}")
}

pub(crate) const RENAME_INPUT: &str = "rename the parameter, or give it another with `#[pin(name = \"…\")]`";
pub(crate) const RENAME_OUTPUT: &str = "give the output another with `output = \"…\"`";
pub(crate) const RENAME_OUTPUTS: &str = "give it another in `outputs(…)`";

pub(crate) fn name_twice(name: &str, attr: &str) -> String {
    format!("the name \"{name}\" is used twice: rename it, or give it another with `#[{attr}(name = \"…\")]`")
}

// Values.

pub(crate) fn does_not_fit(found: &str, ty: &str, write: &str) -> String {
    format!("{found} is no value of `{ty}`: write {write}")
}

pub(crate) fn not_in_type(found: &str, ty: &str, min: i128, max: i128) -> String {
    format!("{found} is no value of `{ty}`: write a number from {min} to {max}")
}

pub(crate) fn range_of_other(key: &str, ty: &str) -> String {
    format!("`{key}` is for numbers, and this is `{ty}`")
}

pub(crate) fn choices_of_other(ty: &str) -> String {
    format!("`choices` is for texts, and this is `{ty}`; an enum that derives `Pin` has its variants as choices")
}

pub(crate) fn min_above_max(min: &str, max: &str) -> String {
    format!("no number is at least {min} and at most {max}: exchange them")
}

pub(crate) fn default_out_of_range(default: &str, limit: &str, bound: &str) -> String {
    format!("the default {default} is {limit} {bound}: an absent input would be refused")
}

pub(crate) fn default_not_a_choice(choices: &[String]) -> String {
    format!("the default is none of the choices: write {}", or(choices))
}

pub(crate) fn choice_twice(text: &str) -> String {
    format!("the choice \"{text}\" is given twice")
}

pub(crate) const ITEM_TWICE: &str = "the host has one current item: mark one parameter with `item`";
pub(crate) const OUTPUTS_NAMED: &str = "this type names its outputs itself: remove `output = …`";
pub(crate) const OUTPUTS_IN_TUPLE: &str = "this type names its outputs itself: return it alone, or its fields in the tuple";
pub(crate) const PURE_WITH_EXECS: &str = "a pure node has no exec outputs, and the type it returns chooses one: remove `pure`";

// Derives.

pub(crate) const DERIVE_GENERIC: &str = "hosts are told one type: derive it for a type without type parameters";
pub(crate) const CONFIG_BORROWS: &str = "a configuration outlives the call that brings it: own what it holds, as `String`";
pub(crate) const DERIVE_UNION: &str = "a union does not know what it holds: use a struct or an enum";
pub(crate) const PIN_TUPLE: &str = "fields without names have no keys in JSON: write `struct Name { field: Type }`";
pub(crate) const PIN_UNIT: &str = "nothing would be in it: write `struct Name { field: Type }`";
pub(crate) const PIN_VARIANT_DATA: &str =
    "a variant with fields is no choice: remove them; for outputs that differ, derive `Outputs`";
pub(crate) const PIN_NO_VARIANTS: &str = "an enum without variants has no value: add one";
pub(crate) const OUTPUTS_TUPLE: &str = "outputs have names: write `struct Name { output: Type }`";
pub(crate) const OUTPUTS_UNIT: &str = "there are no outputs in it: return `()`, or write `struct Name { output: Type }`";
pub(crate) const OUTPUTS_VARIANT_TUPLE: &str =
    "outputs have names: write `Variant { output: Type }`, or `Variant` if it has none";
pub(crate) const DEFAULT_BORROWED: &str = "a default for a borrowed type is a text; for anything else take an owned type";

pub(crate) fn other_type(name: &str, first: &str) -> String {
    format!(
        "the output \"{name}\" is `{first}` in another variant: hosts know one type for each output; use the same, or another name"
    )
}

/// ``a, b and c``, each in backquotes.
pub(crate) fn list(words: &[impl AsRef<str>]) -> String {
    joined(words.iter().map(|word| format!("`{}`", word.as_ref())).collect(), "and")
}

fn or(words: &[String]) -> String {
    joined(words.to_vec(), "or")
}

fn joined(mut words: Vec<String>, last_word: &str) -> String {
    match words.pop() {
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} {last_word} {last}", words.join(", ")),
        None => "none".to_owned(),
    }
}

// Kept plugins.

pub(crate) const KEPT_NOT_IMPL: &str =
    "it stands on the `impl` of the plugin's state: `impl Plugin { fn start() -> Self { … } }`";
pub(crate) const KEPT_TRAIT: &str = "it stands on the type's own `impl`: leave the trait to another one";
pub(crate) const KEPT_GENERIC: &str = "a host keeps one state of one type: remove the parameters";
pub(crate) const NO_START: &str =
    "what does a start make? Write `fn start(settings: Settings) -> Self`, or without a parameter, or with a `Result`";
pub(crate) const START: &str = "each start makes a new state: take no `self`, and nothing but the configuration";
pub(crate) const START_RETURNS: &str = "a start returns the state: `-> Self`, or `-> Result<Self, String>`";
pub(crate) const STOP: &str = "a stop takes the state and nothing else: `fn stop(self)`";
pub(crate) const POLL: &str = "a poll takes the state and nothing else: `fn poll(&mut self)`";
pub(crate) const METHOD_ASYNC: &str = "a host waits for it to end: remove `async`, and block where you awaited";
pub(crate) const METHOD_UNSAFE: &str = "a host cannot promise what an unsafe function asks for: remove `unsafe`";
pub(crate) const METHOD_GENERIC: &str = "a host cannot choose a type: write the method for one type";
pub(crate) const HANDLER_TWICE: &str = "a method handles one thing: write another one, which may call this";
pub(crate) const HANDLER_BORROWS: &str = "a handler borrows the state, which is kept: take `&mut self`";
pub(crate) const PUT_PATH: &str =
    "`put` takes a path: #[put(\"steering.autopilot.state\")]; behind it may stand context = \"vessels.self\"";
pub(crate) const PUT_PARAMETERS: &str = "a PUT brings one value: take no more than it";
pub(crate) const HTTP_ROUTE: &str = "`http` takes a method and a path: #[http(GET \"/status\")]";
pub(crate) const DELTA_PATH: &str = "`delta` takes a path, in which `*` stands for anything: #[delta(\"navigation.position\")]; behind it \
     may stand context = \"vessels.*\". Without parentheses it is for every delta";
pub(crate) const DELTA_PARAMETERS: &str = "a value comes with what is known of it: take the value, and `&Update` if it matters";
pub(crate) const DELTA_WHOLE: &str = "it gets every delta, whole: take `&ReceivedDelta<'_>`, and nothing else";
pub(crate) const EMPTY_PATH: &str = "an empty text matches nothing: write a path, in which `*` stands for anything";
pub(crate) const ROUTE_SLASH: &str = "a path begins with `/`";
pub(crate) const TAKES_SCHEMA: &str = "`schema` takes the JSON Schema as text: schema = include_str!(\"schema.json\")";
pub(crate) const SCHEMA_FOR_NOTHING: &str = "the schema is of a configuration that `start` does not take: add a parameter";

pub(crate) fn takes_texts(key: impl Display) -> String {
    format!("`{key}` takes texts: {key}(\"…\")")
}

pub(crate) fn handler_name(name: &str) -> String {
    format!("`{name}` has a meaning of its own: give the handler another name")
}

pub(crate) fn not_in_dialect(title: &str, dialect: &str) -> String {
    format!("{title} (dialect `{dialect}`) does not say how it calls this: leave it out, or take the default dialect")
}

pub(crate) fn puts_collide(one: &str, other: &str, name: &str) -> String {
    format!("`{one}` and `{other}` are the same export, `{name}`: the host could not tell them apart. Take only one of them")
}

pub(crate) fn unknown_method(title: &str, method: &str, known: &[&str]) -> String {
    let hint = nearest(method, known.iter().copied()).map(|word| format!(" Did you mean `{word}`?")).unwrap_or_default();
    format!("{title} does not pass `{method}` on to plugins.{hint} It passes {}", list(known))
}

pub(crate) fn route_taken(title: &str, method: &str, path: &str) -> String {
    format!("{title} answers `{method} {path}` of every plugin itself: take another path")
}

pub(crate) fn route_twice(method: &str, path: &str) -> String {
    format!("`{method} {path}` is answered by another endpoint already")
}

// Routes.

pub(crate) const ROUTE_NOT_FN: &str = "`#[route]` stands on a function";
pub(crate) const ROUTE_ARGS: &str = "`route` takes a method of HTTP and a path: #[route(GET \"/items\")]";
pub(crate) const ROUTE_TWICE_HERE: &str = "a function answers one route: write another one, which may call this";
pub(crate) const ROUTE_SELF: &str = "a route stands alone: write a function outside of `impl`, without `self`";
pub(crate) const ROUTE_CFG: &str = "put `#[cfg]` on the whole function: what a route takes is always the same";
pub(crate) const ROUTE_CONST: &str = "hosts call it at run time: remove `const`";
pub(crate) const NODES_AND_ROUTES: &str = "a plugin has nodes or routes: put them into crates of their own";
pub(crate) const PLUGIN_WITHOUT_ROUTES: &str = "no `#[route]` in this module: a plugin has at least one";
pub(crate) const HOOK_TWICE: &str = "this time comes once: do both in one function";
pub(crate) const HOOK_PARAMETERS: &str = "nothing is said to it: take no parameters";
pub(crate) const MEMBER_PATTERN: &str = "the parameter's name is the name in the query: write `name: Type`, take it apart inside";
pub(crate) const TAKES_GRANTS: &str = "`permissions` takes what the plugin asks for: permissions(\"database_read\"), or with a name of its own: permissions(custom(\"x\"))";
pub(crate) const JSON_KEY: &str = "a key is a text in quotes: `json!({ \"key\": value })`";
pub(crate) const PLUGIN_NAME: &str = "a plugin's name has letters, digits, `-` and `_`";
pub(crate) const PATH_CHARACTERS: &str =
    "a path has no white space, `?`, `#` or `*`: what stands behind `?` is taken with `#[query]` or `Query<T>`";
pub(crate) const PATH_BRACES: &str = "a parameter is a whole segment, called as names are in Rust: `/items/{id}`";
pub(crate) const PATH_WITHOUT_PARAM: &str = "`Path` takes what stands for `{name}` in the path, and there is none";
pub(crate) const BODY_TWICE: &str = "a request has one body: take it once";
pub(crate) const MEMBERS_AND_QUERY: &str =
    "the query is taken once: by `#[query]` parameters, or whole by `Query<T>`, `&Request` or a type of your own";

pub(crate) fn key_of_route(key: &str) -> String {
    format!("`{key}` is of one route: write it on that `#[route(…, {key} = …)]`")
}

pub(crate) fn key_of_plugin(key: &str) -> String {
    format!("`{key}` is of the whole plugin: write it on the `#[plugin(…)]` around the routes")
}

pub(crate) fn takes_json(key: impl Display) -> String {
    format!("`{key}` takes a text of JSON: {key} = include_str!(\"{key}.json\")")
}

pub(crate) fn takes_bool(key: impl Display) -> String {
    format!("`{key}` takes `true` or `false`: {key} = false")
}

pub(crate) fn unknown_grant(title: &str, word: &str, known: &[&str]) -> String {
    let hint = nearest(word, known.iter().copied()).map(|word| format!(" Did you mean `{word}`?")).unwrap_or_default();
    format!(
        "{title} does not load a plugin that asks for `{word}`.{hint} It knows {}; others are written custom(\"{word}\")",
        list(known)
    )
}

pub(crate) fn two_routes(method: &str, path: &str) -> String {
    format!("`{method} {path}` is answered by another route already")
}

pub(crate) fn path_taken(title: &str, path: &str) -> String {
    format!("{title} passes no request for `{path}` on to plugins: take another path")
}

pub(crate) fn handler_taken(title: &str, name: &str) -> String {
    format!("`{name}` is another export for {title}, and a route is exported by the name of its function: rename the function")
}

pub(crate) fn colon(name: &str) -> String {
    format!("a parameter is written in braces: `{{{name}}}`")
}

pub(crate) fn param_twice(name: &str) -> String {
    format!("two parameters of this path are called `{name}`: give them different names")
}

pub(crate) fn path_is_exact(title: &str, dialect: &str, path: &str, name: &str) -> String {
    let kept: Vec<_> = path.split('/').filter(|part| !part.starts_with('{')).collect();
    let path = kept.join("/");
    format!(
        "{title} (dialect `{dialect}`) compares paths letter by letter, so a path has no parameters there: take `#[query] {name}: …` \
         or `Query<T>`, which `{path}?{name}=7` fills in"
    )
}

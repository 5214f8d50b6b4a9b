//! Cases as JSON, in host-neutral terms, run on any host.
//!
//! A case names a function, its inputs, and its outputs or the kind and text of its error. It is lowered to the JSON of each
//! host that has nodes; what really differs is said in `overrides`. On hosts with routes, Orbis, a case names a `route`, who
//! asks with what, and the `response`. Hosts whose plugins run and are not called, Signal K, have
//! cases with a [`Scenario`] instead. The format is described in `docs/vectors.schema.json`.
//!
//! [`Suite`] runs them against a plugin's wasm, as its host does or as a hostile host could, [`Native`] against its code.
//!
//! ```
//! use anyhost_testkit::vectors::{Suite, parse};
//! use anyhost_testkit::{Settings, Target};
//!
//! let host = anyhost_abi::host("nlink").ok_or("no such host")?;
//! let dialect = host.dialect(None).ok_or("no such dialect")?;
//! let settings = Settings::parse(host, dialect, &[])?;
//! # let wasm = wat::parse_str(r#"(module (memory (export "memory") 2) (data (i32.const 16) "[{\"json\":{\"n\":1}}]")
//! #     (func (export "allocate") (param i32) (result i32) (i32.const 65536))
//! #     (func (export "execute_node") (param i32 i32) (result i64) (i64.const 0x10_0000_0012)))"#)?;
//! let suite = Suite::open(&wasm, "node.wasm", &Target::new(host, dialect, &settings))?;
//!
//! let file = parse("cases.json", r#"{"cases": [{"name": "one", "function": "count", "inputs": {}, "outputs": {"n": 1}}]}"#)?;
//! for case in &file.cases {
//!     let report = suite.run_case(case);
//!     assert!(report.passed, "{:?}", report.message);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod compare;
mod judge;
mod lower;
mod native;
mod scenario;
mod splice;
mod suite;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::json::Fields;
use crate::record::LogLevel;
use crate::{Error, base64};

pub use native::{Native, NativeAnswer, NativeCalls};
pub use scenario::Scenario;
pub use suite::{CaseReport, How, Suite, skipped};

/// Largest context that a case may ask for.
const RAW_BYTES: usize = 256 << 20;

/// A file of cases.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Where the schema is; for editors.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// What the file is about.
    #[serde(default)]
    pub description: Option<String>,
    /// The cases, in order.
    pub cases: Vec<Case>,
}

/// A call and what must come of it, or several on one instance.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its name, for reports.
    pub name: String,
    /// The function that is called: a node's name. Empty where the case has a route or a scenario.
    #[serde(default)]
    pub function: String,
    /// The route that is called, with its query: `GET /items/7?x=1`.
    #[serde(default)]
    pub route: Option<String>,
    /// Who makes the request to the route, by the id; nobody if it is not said.
    #[serde(default)]
    pub user: Option<String>,
    /// Headers of the request to the route.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Its body; any JSON.
    #[serde(default)]
    pub body: Option<Box<RawValue>>,
    /// What the request must be answered.
    #[serde(default)]
    pub response: Option<ExpectedResponse>,
    /// For hosts whose plugins run and are not called: a start and what happens then.
    #[serde(default)]
    pub scenario: Option<Scenario>,
    /// Several calls on one instance, instead of what follows here of one.
    #[serde(default)]
    pub steps: Option<Vec<Step>>,
    /// The hosts that the case is for; all for none.
    #[serde(default)]
    pub hosts: Option<Vec<String>>,
    /// What host functions answer, by `module.function`. Then every other one that returns something ends the call.
    #[serde(default)]
    pub host: Option<BTreeMap<String, Value>>,
    /// Inputs by name; an object. In it `{"$repeat":…}` and `{"$base64":…}` stand for long texts and for any bytes.
    #[serde(default)]
    pub inputs: Option<Box<RawValue>>,
    /// The whole context instead of inputs.
    #[serde(default)]
    pub raw: Option<Raw>,
    /// The input that is the current item, on hosts that have one; `item` if it is not said.
    #[serde(default)]
    pub item: Option<String>,
    /// Outputs by name; an object.
    #[serde(default)]
    pub outputs: Option<Box<RawValue>>,
    /// Items, instead of outputs: what a host with items gets, and any other as the list that is the only output.
    #[serde(default)]
    pub items: Option<Vec<Box<RawValue>>>,
    /// The exec output that fires, on hosts that have them.
    #[serde(default)]
    pub exec: Option<String>,
    /// The error, instead of outputs.
    #[serde(default)]
    pub error: Option<ExpectedError>,
    /// What is logged, in order.
    #[serde(default)]
    pub logs: Option<Vec<ExpectedLog>>,
    /// What differs on a host, by its id.
    #[serde(default)]
    pub overrides: BTreeMap<String, Override>,
}

/// One call of several.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Another function than the case's.
    #[serde(default)]
    pub function: Option<String>,
    /// Another route than the case's.
    #[serde(default)]
    pub route: Option<String>,
    /// Another user than the case's.
    #[serde(default)]
    pub user: Option<String>,
    /// Headers of the request to the route, beside the case's.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Its body; any JSON.
    #[serde(default)]
    pub body: Option<Box<RawValue>>,
    /// What the request must be answered.
    #[serde(default)]
    pub response: Option<ExpectedResponse>,
    /// Inputs by name; an object. In it `{"$repeat":…}` and `{"$base64":…}` stand for long texts and for any bytes.
    #[serde(default)]
    pub inputs: Option<Box<RawValue>>,
    /// The whole context instead of inputs.
    #[serde(default)]
    pub raw: Option<Raw>,
    /// The input that is the current item, on hosts that have one; `item` if it is not said.
    #[serde(default)]
    pub item: Option<String>,
    /// Outputs by name; an object.
    #[serde(default)]
    pub outputs: Option<Box<RawValue>>,
    /// Items, instead of outputs: what a host with items gets, and any other as the list that is the only output.
    #[serde(default)]
    pub items: Option<Vec<Box<RawValue>>>,
    /// The exec output that fires, on hosts that have them.
    #[serde(default)]
    pub exec: Option<String>,
    /// The error, instead of outputs.
    #[serde(default)]
    pub error: Option<ExpectedError>,
    /// What is logged, in order.
    #[serde(default)]
    pub logs: Option<Vec<ExpectedLog>>,
    /// What differs on a host, by its id.
    #[serde(default)]
    pub overrides: BTreeMap<String, Override>,
}

/// Bytes of a context: one of these.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
pub enum Raw {
    /// A text.
    Text(String),
    /// Any bytes.
    Base64(String),
    /// A text many times, for large contexts.
    Repeat(Repeat),
}

/// A text that is repeated.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// The text.
    pub text: String,
    /// How often.
    pub times: usize,
    /// What comes before.
    #[serde(default)]
    pub prefix: String,
    /// What comes after.
    #[serde(default)]
    pub suffix: String,
}

/// What a request must be answered: what is not given is not looked at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedResponse {
    /// The status of HTTP, of the plugin's own or of the host's.
    #[serde(default)]
    pub status: Option<u16>,
    /// The whole body.
    #[serde(default)]
    pub body: Option<Box<RawValue>>,
    /// Headers and their values; names in any case.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
}

/// An error.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedError {
    /// Whose fault it is.
    pub kind: ErrorKind,
    /// Part of its text.
    #[serde(default)]
    pub contains: Option<String>,
}

/// Whose fault an error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ErrorKind {
    /// An input is missing, or of another type.
    Input,
    /// The node says so itself.
    Node,
    /// No node of this name.
    Unknown,
    /// The context cannot be read.
    Context,
}

/// A line of the log.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedLog {
    /// How grave.
    pub level: LogLevel,
    /// The text.
    pub message: String,
}

/// What differs on one host.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Other inputs.
    #[serde(default)]
    pub inputs: Option<Box<RawValue>>,
    /// Another context.
    #[serde(default)]
    pub raw: Option<Raw>,
    /// Other outputs.
    #[serde(default)]
    pub outputs: Option<Box<RawValue>>,
    /// Other items.
    #[serde(default)]
    pub items: Option<Vec<Box<RawValue>>>,
    /// Another error.
    #[serde(default)]
    pub error: Option<ExpectedError>,
    /// Another body of the request.
    #[serde(default)]
    pub body: Option<Box<RawValue>>,
    /// Another response.
    #[serde(default)]
    pub response: Option<ExpectedResponse>,
    /// The whole result, as the host reads it.
    #[serde(default)]
    pub result: Option<Box<RawValue>>,
    /// Other log lines.
    #[serde(default)]
    pub logs: Option<Vec<ExpectedLog>>,
}

/// Reads a file of cases.
///
/// # Errors
///
/// [`Error::Vector`], which names the file and, where it can, the case.
pub fn parse(file: &str, text: &str) -> Result<File, Error> {
    let error =
        |case: Option<&str>, message: String| Error::Vector { file: file.to_owned(), case: case.map(str::to_owned), message };
    let parsed: File = serde_json::from_str(text).map_err(|source| {
        // The name of the case that the error lies in, if its name comes before it.
        let before: String = text.lines().take(source.line()).collect::<Vec<_>>().join("\n");
        let name = before.rsplit("\"name\"").next().and_then(|rest| rest.split('"').nth(1));
        let cased = before.contains("\"name\"");
        error(name.filter(|_| cased), source.to_string())
    })?;
    for (at, case) in parsed.cases.iter().enumerate() {
        let name = Some(case.name.as_str());
        if parsed.cases[..at].iter().any(|other| other.name == case.name) {
            return Err(error(name, "there is another case of this name: rename one".into()));
        }
        case.validate().map_err(|message| error(name, message))?;
    }
    Ok(parsed)
}

impl Case {
    /// Its calls: the steps, or the one that it is itself.
    fn steps(&self) -> Vec<Step> {
        self.steps.clone().unwrap_or_else(|| {
            vec![Step {
                function: None,
                route: None,
                user: None,
                headers: BTreeMap::new(),
                body: self.body.clone(),
                response: self.response.clone(),
                inputs: self.inputs.clone(),
                raw: self.raw.clone(),
                item: self.item.clone(),
                outputs: self.outputs.clone(),
                items: self.items.clone(),
                exec: self.exec.clone(),
                error: self.error.clone(),
                logs: self.logs.clone(),
                overrides: self.overrides.clone(),
            }]
        })
    }

    fn validate(&self) -> Result<(), String> {
        known_hosts(self.hosts.iter().flatten())?;
        if let Some(scenario) = &self.scenario {
            let calls = self.steps.is_some() || self.inputs.is_some() || self.raw.is_some() || self.outputs.is_some();
            let requests = self.route.is_some() || self.body.is_some() || self.response.is_some();
            if calls || requests || !self.function.is_empty() || self.items.is_some() || self.error.is_some() {
                return Err("has `scenario` and a call of a function: leave one out".into());
            }
            return scenario.validate();
        }
        let routed = self.is_routed();
        if self.function.is_empty() && !routed {
            return Err("needs `function`, `route`, or a `scenario`".into());
        }
        if !self.function.is_empty() && routed {
            return Err("has `function` and `route`: leave one out".into());
        }
        let requests = self.body.is_some() || self.response.is_some();
        let own = requests || self.inputs.is_some() || self.raw.is_some() || self.outputs.is_some() || self.items.is_some();
        match &self.steps {
            Some(steps) if steps.is_empty() => return Err("`steps` is empty: leave it out, or add a call".into()),
            Some(_) if own || self.error.is_some() || !self.overrides.is_empty() => {
                return Err("has `steps` and a call of its own: move that into a step".into());
            }
            _ => {}
        }
        for name in self.host.iter().flat_map(BTreeMap::keys) {
            let split = name.rsplit_once('.');
            let dialects = || anyhost_abi::HOSTS.iter().flat_map(|host| host.dialects);
            if !split.is_some_and(|(module, name)| dialects().any(|dialect| dialect.import(module, name).is_some())) {
                return Err(format!("`host` answers for `{name}`, which no host has: write `module.function`"));
            }
        }
        let steps = self.steps();
        steps.iter().enumerate().try_for_each(|(at, step)| {
            step.validate(self)
                .map_err(|message| if self.steps.is_some() { format!("step {}: {message}", at + 1) } else { message })
        })
    }
}

impl Case {
    /// Whether it calls routes.
    fn is_routed(&self) -> bool {
        self.route.is_some() || self.steps.iter().flatten().any(|step| step.route.is_some())
    }
}

impl Step {
    fn validate(&self, case: &Case) -> Result<(), String> {
        if case.is_routed() {
            return self.validate_request(case);
        }
        let request = self.body.is_some() || self.response.is_some() || self.user.is_some() || !self.headers.is_empty();
        if request || case.user.is_some() || !case.headers.is_empty() {
            return Err("`user`, `headers`, `body` and `response` are for a `route`".into());
        }
        if self.inputs.is_some() && self.raw.is_some() {
            return Err("has both `inputs` and `raw`: leave one out".into());
        }
        let expected = [self.outputs.is_some(), self.items.is_some(), self.error.is_some()];
        let count = expected.into_iter().filter(|is| *is).count();
        if count > 1 || (count == 0 && !self.overrides.values().any(|over| over.result.is_some())) {
            return Err("needs either `outputs`, `items` or `error`".into());
        }
        known_hosts(self.overrides.keys())?;
        let objects = [("inputs", &self.inputs), ("outputs", &self.outputs)];
        let overrides = self.overrides.values().flat_map(|over| [("inputs", &over.inputs), ("outputs", &over.outputs)]);
        for (name, value) in objects.into_iter().chain(overrides) {
            let Some(value) = value else { continue };
            if Fields::parse(value.get()).is_none() {
                return Err(format!("`{name}` must be an object"));
            }
            splice::Splices::default().cut(value.get()).map_err(|message| format!("`{name}`: {message}"))?;
        }
        let raws = self.raw.iter().chain(self.overrides.values().filter_map(|over| over.raw.as_ref()));
        raws.into_iter().try_for_each(|raw| raw.bytes().map(drop))
    }
}

impl Step {
    /// A request to a route.
    fn validate_request(&self, case: &Case) -> Result<(), String> {
        let route = self.route.as_ref().or(case.route.as_ref()).ok_or("needs `route`")?;
        if !route.split_once(' ').is_some_and(|(method, path)| !method.is_empty() && path.starts_with('/')) {
            return Err(format!("`{route}` is no route: write method and path, \"GET /items?page=1\""));
        }
        let of_nodes = self.inputs.is_some() || self.outputs.is_some() || self.items.is_some() || self.exec.is_some();
        if of_nodes || self.item.is_some() || self.function.is_some() || self.error.is_some() {
            return Err("a request has a `body` and a `response`, no inputs, outputs or error".into());
        }
        if self.body.is_some() && self.raw.is_some() {
            return Err("has both `body` and `raw`: leave one out".into());
        }
        if self.response.is_none() && !self.overrides.values().any(|over| over.result.is_some() || over.response.is_some()) {
            return Err("needs a `response`".into());
        }
        known_hosts(self.overrides.keys())?;
        let responses = self.response.iter().chain(self.overrides.values().filter_map(|over| over.response.as_ref()));
        let bodies = self.body.iter().chain(self.overrides.values().filter_map(|over| over.body.as_ref()));
        for body in bodies.chain(responses.filter_map(|response| response.body.as_ref())) {
            splice::whole(body.get()).map_err(|message| format!("`body`: {message}"))?;
        }
        let raws = self.raw.iter().chain(self.overrides.values().filter_map(|over| over.raw.as_ref()));
        raws.into_iter().try_for_each(|raw| raw.bytes().map(drop))
    }
}

fn known_hosts<'a>(ids: impl IntoIterator<Item = &'a String>) -> Result<(), String> {
    match ids.into_iter().find(|id| anyhost_abi::host(id).is_none()) {
        None => Ok(()),
        Some(id) => {
            let known: Vec<&str> = anyhost_abi::HOSTS.iter().map(|host| host.id).collect();
            Err(format!("there is no host `{id}`: the hosts are {}", known.join(", ")))
        }
    }
}

impl Raw {
    /// The bytes.
    ///
    /// # Errors
    ///
    /// A text that is not base64, or bytes beyond 256 MiB; the message says so.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        match self {
            Self::Text(text) => Ok(text.clone().into_bytes()),
            Self::Base64(text) => base64::decode(text).ok_or_else(|| "`base64` is not base64 with padding".into()),
            Self::Repeat(repeat) => repeat.bytes(),
        }
    }
}

impl Repeat {
    /// The bytes, up to 256 MiB.
    fn bytes(&self) -> Result<Vec<u8>, String> {
        let Self { text, times, prefix, suffix } = self;
        let size = text.len().checked_mul(*times).and_then(|size| size.checked_add(prefix.len() + suffix.len()));
        if size.is_none_or(|size| size > RAW_BYTES) {
            return Err(format!("`repeat` gives more than {RAW_BYTES} bytes"));
        }
        Ok([prefix.as_str(), &text.repeat(*times), suffix].concat().into_bytes())
    }
}

//! From the bytes to a plugin that can be started: what the loader looks at, and the getters.

use anyhost_abi::signalk::rules;
use anyhost_abi::{Import, Role, Rule};

use super::calls::{Caller, Thrown};
use super::http::pattern::Pattern;
use super::js::{Js, parse};
use super::publish::world_of;
use super::{SignalK, names};
use crate::hosts::{Described, Endpoint, Fault, Input, Node};
use crate::package::signalk::is_package_name;
use crate::sandbox::{Guest, Plugin, Why, unmet};

impl SignalK {
    /// What keeps the plugin from being registered.
    pub(super) fn load_faults(&self, plugin: &Plugin) -> Vec<Fault> {
        let mut faults: Vec<Fault> = unmet(plugin, |module, name| self.import(module, name))
            .iter()
            .map(|import| self.import_fault(&import.module, &import.name, &import.why))
            .collect();
        if !plugin.has_memory(self.name(Role::Memory)) {
            let text = "\"instance.exports.memory\" property must be a WebAssembly.Memory object";
            let detail = format!("no memory is exported as `{}`", self.name(Role::Memory));
            faults.push(Fault::new(&rules::NO_MEMORY, text, detail));
        }
        let allocate = self.name(Role::Allocate);
        if plugin.func(allocate).is_none() {
            let text = "Operation requires compiling with --exportRuntime";
            faults.push(Fault::new(&rules::NO_ALLOCATE, text, format!("`{allocate}` is not exported as a function")));
        }
        if plugin.func(names::ID).is_none() {
            let (text, detail) = ("Unknown WASM plugin format", format!("`{}` is not exported as a function", names::ID));
            faults.push(Fault::new(&rules::NO_ID, text, detail));
        }
        let start = self.name(Role::PluginStart);
        if plugin.func(start).is_none() {
            let text = format!("rawExports.{start} is not a function");
            faults.push(Fault::new(&rules::NO_START, text, format!("`{start}` is not exported as a function")));
        }
        faults
    }

    pub(super) fn import(&self, module: &str, name: &str) -> Option<&'static Import> {
        self.dialect.import(module, name)
    }

    fn import_fault(&self, module: &str, name: &str, why: &Why) -> Fault {
        let what = format!("the module imports `{module}.{name}`");
        let known = self.dialect.imports.iter().any(|row| row.module == module);
        let callable = format!("Import \"{module}\" \"{name}\": function import requires a callable");
        match why {
            _ if !known => Fault::new(
                &rules::FOREIGN_IMPORT,
                format!("Import \"{module}\": module is not an object or function"),
                format!("{what}; the server has no module of this name"),
            ),
            Why::NotFunction(kind) => {
                Fault::new(&rules::FOREIGN_IMPORT, callable, format!("{what} as a {kind}; the server has functions only"))
            }
            Why::Type(asked, has) => Fault::new(&rules::IMPORT_TYPE, callable, format!("{what} as {asked}; it is {has}")),
            Why::Unknown | Why::Untyped => Fault::new(&rules::FOREIGN_IMPORT, callable, format!("{what}, which is not there")),
        }
    }

    /// What follows instantiation, in the server's order; all of it before any start.
    pub(super) fn register(&self, guest: &mut Guest) -> Result<(), Fault> {
        self.initialise(guest)?;
        let max = self.getter_bytes();
        let name = self.getter(guest, names::NAME)?;
        if !name.is_empty() {
            world_of(guest).name = name;
        }
        let schema = self.getter(guest, names::SCHEMA)?;
        if !schema.is_empty() {
            let schema = parse(&schema).map_err(|message| {
                let detail = format!("`{}` returns no JSON ({message}): `{}`", names::SCHEMA, crate::text::shorten(&schema));
                let rule = if schema.len() >= max as usize { &rules::GETTER_LENGTH } else { &rules::SCHEMA_JSON };
                Fault::new(rule, message, detail)
            })?;
            world_of(guest).schema = schema;
        }
        self.endpoints(guest);
        Ok(())
    }

    /// `_start` once, `_initialize` twice.
    fn initialise(&self, guest: &mut Guest) -> Result<(), Fault> {
        let (start, initialize) = (self.name(Role::Start), self.name(Role::Initialize));
        let mut caller = Caller { guest, dialect: self.dialect };
        if !start.is_empty() && caller.has(start) {
            caller.call(start, &[]).map_err(|thrown| thrown.fault(&rules::INITIALIZE_TRAPS))?;
        }
        if initialize.is_empty() || !caller.has(initialize) {
            return Ok(());
        }
        caller.call(initialize, &[]).map_err(|thrown| thrown.fault(&rules::INITIALIZE_TRAPS))?;
        if self.settings.get("initialize") != "once" {
            caller.call(initialize, &[]).map_err(|thrown| thrown.fault(&rules::INITIALIZE_TWICE))?;
        }
        Ok(())
    }

    /// A text; none where the function is not there.
    fn getter(&self, guest: &mut Guest, name: &str) -> Result<String, Fault> {
        let (dialect, max) = (self.dialect, self.getter_bytes());
        let mut caller = Caller { guest, dialect };
        if !caller.has(name) {
            return Ok(String::new());
        }
        let reply = caller.getter(name, max).map_err(|thrown| thrown.fault(&rules::GETTER_TRAPS))?;
        if let Some(len) = reply.excess.filter(|len| *len > 0) {
            let detail = format!("`{name}` returned {len} as the length of a text in a buffer of {max} bytes");
            caller.report(Fault::new(&rules::GETTER_LENGTH, format!("length {len}"), detail));
        }
        Ok(reply.text)
    }

    /// The routes. What goes wrong is only logged, and there are none then.
    fn endpoints(&self, guest: &mut Guest) {
        let (dialect, max) = (self.dialect, self.getter_bytes());
        let mut caller = Caller { guest, dialect };
        if !caller.has(names::ENDPOINTS) {
            return;
        }
        let listed = caller.list(names::ENDPOINTS, max).and_then(|reply| {
            let list = parse(&reply.text).map_err(|message| Thrown::new("SyntaxError", message))?;
            Ok((list, reply.excess))
        });
        let (list, excess) = match listed {
            Ok(listed) => listed,
            Err(thrown) => {
                caller.report(thrown.fault(&rules::ENDPOINTS_FAIL));
                return;
            }
        };
        if let Some(len) = excess {
            let detail = format!("`{}` returned {len} as a length in a buffer of {max} bytes", names::ENDPOINTS);
            caller.report(Fault::new(&rules::GETTER_LENGTH, format!("length {len}"), detail));
        }
        let Some(items) = list.as_list() else {
            let detail = format!("`{}` returns no list: `{}`", names::ENDPOINTS, crate::text::shorten(&list.to_json()));
            caller.report(Fault::new(&rules::ENDPOINTS_FAIL, "endpoints is not iterable", detail));
            return;
        };
        let mut endpoints = Vec::new();
        for item in items {
            match endpoint(item) {
                Ok(Some(endpoint)) => endpoints.push(endpoint),
                Ok(None) => {}
                Err((rule, detail)) => {
                    // The loop ends with an exception: what came before it stays.
                    caller.report(Fault::new(rule, "Failed to register HTTP endpoints", detail));
                    break;
                }
            }
        }
        world_of(guest).endpoints = endpoints;
    }

    /// What was read, for whoever asks.
    pub(super) fn described(&self, guest: &mut Guest) -> Described {
        let id = self.getter(guest, names::ID).unwrap_or_default();
        if is_package_name(&id) {
            // Definitions are read once.
            let _ = self.package.set(id);
        }
        let world = world_of(guest);
        let findings = world.faults.drain(..).filter_map(|fault| fault.finding()).collect();
        let node = Node {
            name: world.name.clone(),
            inputs: inputs(&world.schema),
            outputs: Vec::new(),
            execs: Vec::new(),
            permissions: Vec::new(),
            endpoints: world.endpoints.clone(),
        };
        Described { nodes: vec![node], findings, text: world.schema.to_json() }
    }

    fn getter_bytes(&self) -> u32 {
        let limit = anyhost_abi::signalk::HOST.dialect(None).and_then(|dialect| dialect.limit("getter_bytes"));
        limit.and_then(|limit| u32::try_from(limit).ok()).unwrap_or(u32::MAX)
    }
}

/// A row of the list. `None`: a method that the server skips.
fn endpoint(item: &Js) -> Result<Option<Endpoint>, (&'static Rule, String)> {
    let text = |key: &str| item.get(key).and_then(Js::as_text);
    let shown = crate::text::shorten(&item.to_json());
    let Some(method) = text("method") else {
        return Err((&rules::ENDPOINT_FIELDS, format!("an endpoint has no `method`: `{shown}`")));
    };
    let method = method.to_lowercase();
    if !matches!(method.as_str(), "get" | "post" | "put" | "delete") {
        return Ok(None);
    }
    let Some(path) = text("path") else {
        return Err((&rules::ENDPOINT_FIELDS, format!("an endpoint has no `path`: `{shown}`")));
    };
    // What looks around is JavaScript's, and no linear matcher's: it may well be taken.
    if Pattern::new(path).is_none() && !path.contains("(?") {
        return Err((&rules::ENDPOINT_PATH, format!("the path `{}` is no pattern of Express", crate::text::shorten(path))));
    }
    let handler = item.get("handler").map(Js::to_text).unwrap_or_else(|| "undefined".to_owned());
    Ok(Some(Endpoint { method, path: path.to_owned(), handler }))
}

/// The settings of the form.
fn inputs(schema: &Js) -> Vec<Input> {
    let Some(Js::Object(properties)) = schema.get("properties") else { return Vec::new() };
    let input = |(name, property): &(String, Js)| {
        let choices = property.get("enum").and_then(Js::as_list).unwrap_or_default();
        let bound = |key: &str| property.get(key).and_then(Js::as_number);
        let range = match (bound("minimum"), bound("maximum")) {
            (None, None) => None,
            (min, max) => Some((min.unwrap_or(f64::MIN), max.unwrap_or(f64::MAX))),
        };
        let ty = match property.get("type").and_then(Js::as_text).unwrap_or_default() {
            "boolean" => "boolean",
            "integer" => "integer",
            "number" => "number",
            "array" => "array",
            "object" => "object",
            _ => "string",
        };
        Input {
            name: name.clone(),
            ty,
            single: !matches!(ty, "array" | "object"),
            default: property.get("default").map(Js::to_json),
            choices: choices.iter().filter_map(Js::as_text).map(str::to_owned).collect(),
            range,
        }
    };
    properties.iter().map(input).collect()
}

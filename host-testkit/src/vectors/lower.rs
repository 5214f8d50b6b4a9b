//! A call of a case in the terms of one host.

use std::sync::Arc;

use anyhost_abi::{Dialect, NodeWire};
use serde_json::value::RawValue;

use super::splice::{Splices, whole};
use super::{Case, ErrorKind, ExpectedError, ExpectedLog, Override, Step};
use crate::json::{Fields, quote};
use crate::request::{Input, Request};
use crate::sandbox::Answers;

/// The input that is the current item, unless the case names another.
const ITEM: &str = "item";

/// A call as one host sees it.
pub(super) struct Lowered {
    pub(super) request: Request,
    /// What the request only names.
    pub(super) splices: Splices,
    pub(super) outputs: Option<String>,
    pub(super) items: Option<Vec<String>>,
    pub(super) result: Option<String>,
    pub(super) error: Option<ExpectedError>,
    pub(super) logs: Option<Vec<ExpectedLog>>,
    pub(super) exec: Option<String>,
    pub(super) response: Option<Response>,
}

/// What a request must be answered, as far as it is said.
pub(super) struct Response {
    pub(super) status: Option<u16>,
    pub(super) body: Option<String>,
    pub(super) headers: Vec<(String, String)>,
}

/// Why a case does not concern a host.
pub(super) fn skips(case: &Case, host: &str, dialect: &Dialect) -> Option<String> {
    if case.hosts.as_ref().is_some_and(|hosts| hosts.iter().all(|id| id != host)) {
        return Some(format!("not for {host}"));
    }
    match (&case.scenario, dialect.node) {
        (Some(_), Some(_)) => return Some(format!("{host} calls nodes: it has no scenarios")),
        (Some(_), None) => return None,
        _ => {}
    }
    if case.is_routed() {
        return dialect.route.is_none().then(|| format!("{host} has no routes"));
    }
    let Some(wire) = dialect.node else { return Some(format!("{host} has no nodes")) };
    let unknown = case.steps().iter().any(Step::is_unknown);
    (unknown && wire.node.is_none()).then(|| format!("{host} calls nodes without a name"))
}

/// What host functions answer, where the case says so.
pub(super) fn answers(case: &Case) -> Option<Arc<Answers>> {
    case.host.clone().map(|answers| Arc::new(Answers::only(answers)))
}

/// The calls of a case; the message of an error says what is wrong with it.
pub(super) fn lower(case: &Case, host: &str, dialect: &Dialect) -> Result<Vec<Lowered>, String> {
    case.steps().iter().map(|step| one(case, step, host, dialect)).collect()
}

fn one(case: &Case, step: &Step, host: &str, dialect: &Dialect) -> Result<Lowered, String> {
    let over = step.overrides.get(host);
    let text = |value: Option<&RawValue>| value.map(|value| whole(value.get())).transpose();
    let error = over.and_then(|over| over.error.clone());
    let outputs = text(over.and_then(|over| over.outputs.as_deref()))?;
    let items = over.and_then(|over| over.items.as_ref());
    // An override of one replaces the others.
    let instead = error.is_some() || outputs.is_some() || items.is_some();
    let items = items.or(step.items.as_ref().filter(|_| !instead));
    let mut splices = Splices::default();
    let request = match case.is_routed() {
        true => routed(case, step, over)?,
        false => request(case, step, over, dialect, &mut splices)?,
    };
    let response = over.and_then(|over| over.response.as_ref()).or(step.response.as_ref());
    let response = response.map(|expected| {
        let headers = expected.headers.iter().map(|(name, value)| (name.to_lowercase(), value.clone())).collect();
        Ok::<_, String>(Response { status: expected.status, body: text(expected.body.as_deref())?, headers })
    });
    Ok(Lowered {
        request,
        splices,
        response: response.transpose()?,
        outputs: if instead { outputs } else { text(step.outputs.as_deref())? },
        items: items.map(|items| items.iter().map(|item| whole(item.get())).collect::<Result<_, _>>()).transpose()?,
        error: if instead { error } else { step.error.clone() },
        result: text(over.and_then(|over| over.result.as_deref()))?,
        logs: over.and_then(|over| over.logs.clone()).or_else(|| step.logs.clone()),
        exec: step.exec.clone().filter(|_| dialect.node.is_some_and(|wire| wire.exec)),
    })
}

/// A request to a route.
fn routed(case: &Case, step: &Step, over: Option<&Override>) -> Result<Request, String> {
    let body = over.and_then(|over| over.body.as_deref()).or(step.body.as_deref());
    let raw = over.and_then(|over| over.raw.as_ref()).or(step.raw.as_ref());
    let input = match (raw, body) {
        (Some(raw), _) => Input::Raw(raw.bytes()?),
        (None, Some(body)) => Input::Json(whole(body.get())?),
        (None, None) => Input::Nothing,
    };
    let headers = case.headers.iter().chain(&step.headers).map(|(name, value)| (name.clone(), value.clone())).collect();
    let route = step.route.clone().or_else(|| case.route.clone());
    let user = step.user.clone().or_else(|| case.user.clone());
    Ok(Request { route, headers, user, input, ..Request::default() })
}

fn request(
    case: &Case,
    step: &Step,
    over: Option<&Override>,
    dialect: &Dialect,
    splices: &mut Splices,
) -> Result<Request, String> {
    let raw = match over {
        Some(Override { raw: Some(raw), .. }) => Some(raw),
        Some(Override { inputs: Some(_), .. }) => None,
        _ => step.raw.as_ref(),
    };
    if let Some(raw) = raw {
        return raw.bytes().map(|bytes| Request::raw(&bytes));
    }
    let inputs = over.and_then(|over| over.inputs.as_deref()).or(step.inputs.as_deref()).map_or("{}", RawValue::get);
    let inputs = splices.cut(inputs)?;
    let Some(wire) = dialect.node else { return Err("the host has no nodes".into()) };
    let function = step.function.as_ref().unwrap_or(&case.function);
    let unknown = step.is_unknown();
    let context = wire.node.filter(|_| unknown).map(|key| serde_json::json!({ (key): function }));
    let input = match wire.item {
        Some(item) => with_item(step, &inputs, wire.inputs, item)?,
        None => inputs,
    };
    let named = wire.node.is_some() && !unknown;
    Ok(Request { node: named.then(|| function.clone()), input: Input::Json(input), context, ..Request::default() })
}

/// The same request where no definitions say which nodes there are.
pub(super) fn undescribed(mut request: Request, wire: &NodeWire) -> Request {
    if let (Some(name), Some(key)) = (request.node.take(), wire.node) {
        request.context = Some(serde_json::json!({ (key): name }));
    }
    request
}

/// Inputs under their key, the current item under its own.
fn with_item(step: &Step, inputs: &str, inputs_key: &str, item_key: &str) -> Result<String, String> {
    let mut fields = Fields::parse(inputs).ok_or("`inputs` must be an object")?;
    let name = step.item.as_deref().unwrap_or(ITEM);
    let item = fields.get(name).map(|value| format!(",{}:{value}", quote(item_key))).unwrap_or_default();
    fields.0.retain(|field| field.0 != name);
    Ok(format!("{{{}:{}{item}}}", quote(inputs_key), fields.to_text()))
}

impl Step {
    fn is_unknown(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.kind == ErrorKind::Unknown)
    }
}

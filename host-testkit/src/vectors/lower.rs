//! A case in the terms of one host.

use anyhost_abi::Dialect;
use serde_json::value::RawValue;

use super::{Case, ErrorKind, ExpectedError, ExpectedLog, Override, Raw};
use crate::json::{Fields, quote};
use crate::request::{Input, Request};

/// The input that is the current item, unless the case names another.
const ITEM: &str = "item";

/// A case as one host sees it.
pub(super) struct Lowered<'a> {
    pub(super) request: Request,
    pub(super) outputs: Option<&'a RawValue>,
    pub(super) result: Option<&'a RawValue>,
    pub(super) error: Option<&'a ExpectedError>,
    pub(super) logs: Option<&'a [ExpectedLog]>,
}

/// Why a case does not concern a host.
pub(super) fn skips(case: &Case, host: &str, dialect: &Dialect) -> Option<String> {
    if case.hosts.as_ref().is_some_and(|hosts| hosts.iter().all(|id| id != host)) {
        return Some(format!("not for {host}"));
    }
    let Some(wire) = dialect.node else { return Some(format!("{host} has no nodes")) };
    let unknown = case.error.as_ref().is_some_and(|error| error.kind == ErrorKind::Unknown);
    (unknown && wire.node.is_none()).then(|| format!("{host} calls nodes without a name"))
}

/// Lowers the case; the message of an error says what is wrong with it.
pub(super) fn lower<'a>(case: &'a Case, host: &str, dialect: &Dialect) -> Result<Lowered<'a>, String> {
    let over = case.overrides.get(host);
    fn or<'b, T: ?Sized>(
        over: Option<&'b Override>,
        own: Option<&'b T>,
        get: fn(&'b Override) -> Option<&'b T>,
    ) -> Option<&'b T> {
        over.and_then(get).or(own)
    }
    let error = over.and_then(|over| over.error.as_ref());
    let outputs = over.and_then(|over| over.outputs.as_deref());
    Ok(Lowered {
        request: request(case, over, dialect)?,
        // An override of one replaces the other.
        outputs: outputs.or(if error.is_some() { None } else { case.outputs.as_deref() }),
        error: error.or(if outputs.is_some() { None } else { case.error.as_ref() }),
        result: over.and_then(|over| over.result.as_deref()),
        logs: or(over, case.logs.as_deref(), |over| over.logs.as_deref()),
    })
}

fn request(case: &Case, over: Option<&Override>, dialect: &Dialect) -> Result<Request, String> {
    let raw_bytes = |raw: &Raw| raw.bytes().map(|bytes| Request::raw(&bytes));
    match over {
        Some(Override { raw: Some(raw), .. }) => return raw_bytes(raw),
        Some(Override { inputs: Some(_), .. }) => {}
        _ => {
            if let Some(raw) = &case.raw {
                return raw_bytes(raw);
            }
        }
    }
    let inputs = over.and_then(|over| over.inputs.as_deref()).or(case.inputs.as_deref()).map_or("{}", RawValue::get);
    let Some(wire) = dialect.node else { return Err("the host has no nodes".into()) };
    let unknown = case.error.as_ref().is_some_and(|error| error.kind == ErrorKind::Unknown);
    let context = wire.node.filter(|_| unknown).map(|key| serde_json::json!({ (key): case.function }));
    let named = wire.node.is_some() && !unknown;
    let input = match wire.item {
        Some(item) => with_item(case, inputs, wire.inputs, item)?,
        None => inputs.to_owned(),
    };
    Ok(Request { node: named.then(|| case.function.clone()), input: Input::Json(input), context, ..Request::default() })
}

/// Inputs under their key, the current item under its own.
fn with_item(case: &Case, inputs: &str, inputs_key: &str, item_key: &str) -> Result<String, String> {
    let mut fields = Fields::parse(inputs).ok_or("`inputs` must be an object")?;
    let name = case.item.as_deref().unwrap_or(ITEM);
    let item = fields.get(name).map(|value| format!(",{}:{value}", quote(item_key))).unwrap_or_default();
    fields.0.retain(|field| field.0 != name);
    Ok(format!("{{{}:{}{item}}}", quote(inputs_key), fields.to_text()))
}

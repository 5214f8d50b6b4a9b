//! Cases of hosts whose plugins run: a start, what happens then, and what comes of it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::compare::difference;
use super::splice::{Splices, whole};
use crate::hosts::signalk;
use crate::json::{Fields, quote};
use crate::report::{RunReport, ScenarioReport};
use crate::request::{Input, Request};
use crate::text::shorten;

/// The key of a step that is no step of the host's.
const RESPONSE: &str = "response";

/// A scenario in the host's own terms, and what must come of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The configuration that the plugin is started with.
    #[serde(default)]
    pub config: Option<Box<RawValue>>,
    /// What happens then, as `anyhost run` takes it; a step may have `response`: what it must be answered. Of an object only
    /// the keys that are given are looked at.
    #[serde(default)]
    pub steps: Vec<Box<RawValue>>,
    /// Paths of the own vessel and their values at the end; null where there must be none.
    #[serde(default)]
    pub values: BTreeMap<String, Box<RawValue>>,
    /// The text of the status entry at the end.
    #[serde(default)]
    pub status: Option<String>,
    /// Part of the error that a start ends with; without it the start must succeed.
    #[serde(default)]
    pub error: Option<String>,
    /// How many deltas the plugin emits.
    #[serde(default)]
    pub deltas: Option<usize>,
}

/// A scenario as its host takes it.
pub(super) struct Lowered {
    pub(super) request: Request,
    pub(super) splices: Splices,
    responses: Vec<Option<String>>,
}

impl Scenario {
    pub(super) fn validate(&self) -> Result<(), String> {
        let Input::Json(text) = self.lower()?.request.input else { return Ok(()) };
        for (path, value) in &self.values {
            whole(value.get()).map_err(|message| format!("`{path}`: {message}"))?;
        }
        signalk::check_scenario(&text)
    }

    /// The input of a run, and what each step must be answered.
    pub(super) fn lower(&self) -> Result<Lowered, String> {
        let (mut steps, mut responses) = (Vec::new(), Vec::new());
        for (at, step) in self.steps.iter().enumerate() {
            let mut fields = Fields::parse(step.get()).ok_or_else(|| format!("step {}: must be an object", at + 1))?;
            responses.push(fields.get(RESPONSE).map(whole).transpose().map_err(|message| format!("step {}: {message}", at + 1))?);
            fields.0.retain(|field| field.0 != RESPONSE);
            steps.push(fields.to_text());
        }
        let config = self.config.as_ref().map(|config| format!("{}:{},", quote("config"), config.get())).unwrap_or_default();
        let mut splices = Splices::default();
        let text = splices.cut(&format!("{{{config}{}:[{}]}}", quote("steps"), steps.join(",")))?;
        Ok(Lowered { request: Request::json(&text), splices, responses })
    }

    /// Whether all came as expected.
    pub(super) fn judge(&self, lowered: &Lowered, run: &RunReport) -> Result<(), String> {
        if let Some(trap) = &run.trap {
            return Err(format!("a call ended: {trap}"));
        }
        if let Some(finding) = run.findings.iter().find(|finding| finding.level == anyhost_abi::Level::Error) {
            return Err(format!("{}: {}", finding.rule, finding.message));
        }
        match (&self.error, &run.error) {
            (None, Some(error)) => return Err(format!("unexpected error: {error}")),
            (Some(part), None) => return Err(format!("expected an error that contains `{part}`")),
            (Some(part), Some(error)) if !error.contains(part.as_str()) => {
                return Err(format!("the error should contain `{part}`: `{}`", shorten(error)));
            }
            _ => {}
        }
        let played = run.scenario.as_ref().ok_or("nothing was played")?;
        lowered.responses(played)?;
        for (path, expected) in &self.values {
            let got = played.values.get(path).map_or("null", |value| value.get());
            if let Some(difference) = difference(&whole(expected.get())?, got) {
                return Err(format!("`{path}`: {difference}"));
            }
        }
        if let Some(expected) = self.status.as_ref().filter(|expected| played.status.as_ref() != Some(expected)) {
            return Err(format!("the status should be `{expected}`: {:?}", played.status));
        }
        match self.deltas {
            Some(count) if count != played.deltas.len() => {
                Err(format!("expected {count} deltas, {} were emitted", played.deltas.len()))
            }
            _ => Ok(()),
        }
    }
}

impl Lowered {
    fn responses(&self, played: &ScenarioReport) -> Result<(), String> {
        for (at, expected) in self.responses.iter().enumerate() {
            let Some(expected) = expected else { continue };
            let got = played.responses.get(at).map_or("null", |response| response.get());
            let found = match (Fields::parse(expected), Fields::parse(got)) {
                (Some(keys), Some(got)) => keys.0.iter().find_map(|(key, value)| {
                    let got = got.get(key).unwrap_or("null");
                    difference(value.get(), got).map(|difference| format!("`{key}`: {difference}"))
                }),
                _ => difference(expected, got),
            };
            if let Some(difference) = found {
                return Err(format!("step {}: {difference}; the response is {}", at + 1, shorten(got)));
            }
        }
        Ok(())
    }
}

//! What came of one use.

use anyhost_abi::Rule;
use serde_json::value::RawValue;

use crate::report::{Finding, ScenarioReport};
use crate::sandbox::Stop;

/// The host could not go on; whose fault that is, is in the rule.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    /// The broken rule; `None` where it depends on the occasion of the call.
    pub(crate) rule: Option<&'static Rule>,
    /// The host's words.
    pub(crate) text: String,
    /// What is wrong.
    pub(crate) detail: String,
    /// How the call ended, if it did not come back.
    pub(crate) stop: Option<Stop>,
    /// Where in a use it happened.
    pub(crate) stage: Stage,
}

/// Where in a use something went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Stage {
    /// The host asked for room, or wrote the input there.
    Allocate,
    /// The call, or reading its result.
    #[default]
    Call,
    /// The host gave a buffer back.
    Free,
}

impl Fault {
    pub(crate) fn new(rule: &'static Rule, text: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { rule: Some(rule), text: text.into(), detail: detail.into(), stop: None, stage: Stage::Call }
    }

    pub(crate) fn at(self, stage: Stage) -> Self {
        Self { stage, ..self }
    }

    pub(crate) fn finding(&self) -> Option<Finding> {
        Some(Finding::new(self.rule?, &self.detail))
    }
}

/// What came of one use.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// The exact text.
    pub(crate) raw: Option<String>,
    /// The same, if the host can parse it.
    pub(crate) value: Option<Box<RawValue>>,
    /// The error in the host's own form.
    pub(crate) error: Option<String>,
    /// Why there is no answer, or none that the host takes.
    pub(crate) fault: Option<Fault>,
    /// Fuel of the calls.
    pub(crate) fuel: u64,
    /// The text of the panic that ended the call.
    pub(crate) panic: Option<String>,
    /// Where the answer lay in the guest.
    pub(crate) place: Option<(u32, u32)>,
    /// Where the input lay in the guest.
    pub(crate) input: Option<(u32, u32)>,
    /// What was wrong, though the host went on.
    pub(crate) faults: Vec<Fault>,
    /// What a use was that had several steps.
    pub(crate) scenario: Option<ScenarioReport>,
}

/// What is in a result, as JSON texts.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// The object of outputs; on hosts with items that of the only one.
    pub(crate) outputs: Option<String>,
    /// All items; `None` on hosts without items.
    pub(crate) items: Option<Vec<String>>,
    /// Names of the exec outputs that fire; `None` on hosts without.
    pub(crate) fired: Option<Vec<String>>,
}

/// What a client of a plugin with routes makes of an answer.
#[derive(Debug)]
pub(crate) struct Responded {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// JSON.
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn failed(fault: Fault) -> Self {
        Self { fault: Some(fault), ..Self::default() }
    }

    /// Whether the result lies in the input, in words.
    pub(crate) fn alias(&self) -> Option<String> {
        let ((ptr, len), (input, room)) = (self.place?, self.input?);
        let within = u64::from(ptr) < u64::from(input) + u64::from(room) && u64::from(input) < u64::from(ptr) + u64::from(len);
        within.then(|| format!("the result ({len} bytes at {ptr}) lies in the input ({room} bytes at {input})"))
    }
}

//! Runs cases on a plugin's code itself, without wasm: the host's JSON goes in and comes out as ever.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Case;
use super::judge::judge;
use super::lower::{Lowered, answers, lower, undescribed};
use super::suite::{CaseReport, How};
use crate::Error;
use crate::hosts::{Answer, Emulator, Fault, Lasting, Node, Purpose, Stage, emulator};
use crate::record::Record;
use crate::request::Capabilities;
use crate::run::{blank, finish};
use crate::sandbox::{Args, Manner, Reply, Stop, View, ask};
use crate::target::{Origin, Target};
use anyhost_abi::{MANIFEST_OF, Ret};

/// Who answers the host functions that a plugin calls: `module.function`; arguments as they are, numbers in digits.
pub type NativeCalls<'c> = &'c mut dyn FnMut(&str, &[&[u8]]) -> Option<Vec<u8>>;

/// What a plugin built with anyhost answers to a host's context: host, dialect, context, and who answers the host functions
/// that it calls. `None`: it is not for this host. With
/// [`MANIFEST_OF`] before the host it answers the manifest, where its host reads one.
pub type NativeAnswer = fn(&str, &str, &[u8], NativeCalls<'_>) -> Option<Vec<u8>>;

/// A plugin's code on a host, ready for cases.
pub struct Native<'a> {
    target: Target<'a>,
    emulator: Box<dyn Emulator>,
    /// What the plugin has, where its host reads that beside the code.
    nodes: Vec<Node>,
    answer: NativeAnswer,
}

impl<'a> Native<'a> {
    /// The plugin that answers so.
    ///
    /// # Errors
    ///
    /// A host that is not emulated.
    pub fn open(answer: NativeAnswer, target: &Target<'a>) -> Result<Self, Error> {
        let emulator = emulator(target)?;
        if target.dialect.route.is_some() {
            let host = format!("{MANIFEST_OF}{}", target.host.id);
            if let Some(manifest) = answer(&host, target.dialect.id, &[], &mut |_, _| None) {
                emulator.declare(&manifest);
            }
        }
        let nodes = emulator.declared().map(|described| described.nodes).unwrap_or_default();
        Ok(Self { target: *target, emulator, nodes, answer })
    }

    /// Runs one case. Host functions answer as the emulator's do, or as the case says.
    #[must_use]
    pub fn run_case(&self, case: &Case) -> CaseReport {
        CaseReport::new(case, &self.target, How::Native).fill(|_| {
            let steps = lower(case, self.target.host.id, self.target.dialect)?;
            let lasting = self.emulator.lasting();
            for (at, step) in steps.iter().enumerate() {
                let judged = self.step(case, step, &lasting);
                judged.map_err(|message| if steps.len() > 1 { format!("step {}: {message}", at + 1) } else { message })?;
            }
            Ok(())
        })
    }

    fn step(&self, case: &Case, step: &Lowered, lasting: &Lasting) -> Result<(), String> {
        let request = match self.target.dialect.node {
            Some(wire) => undescribed(step.request.clone(), wire),
            None => step.request.clone(),
        };
        let context = self.emulator.context(&self.nodes, &request).map_err(|error| error.to_string())?;
        let context = step.splices.paste(context);
        let (answer, record) = match self.emulator.own_answer(&context) {
            Some(answer) => (answer, Record::default()),
            None => self.call(case, &context, lasting)?,
        };
        let mut report = blank(&self.target, "native", 0);
        report.fill(&*self.emulator, &self.nodes, (&context, &request), answer, record);
        finish(&mut report);
        judge(&*self.emulator, step, &report, &context, true)
    }

    /// What the code answers.
    fn call(&self, case: &Case, context: &[u8], lasting: &Lasting) -> Result<(Answer, Record), String> {
        let granted = match self.target.dialect.route {
            Some(_) => self.emulator.asked(Origin::Crate, &self.nodes),
            None => Capabilities::default(),
        };
        let mut state = self.emulator.state(&Purpose::Run(granted), lasting);
        state.host.enter(context);
        let manner = Manner { answers: answers(case), ..Manner::default() };
        let (mut record, mut stop) = (Record::default(), None);
        let mut calls = |name: &str, told: &[&[u8]]| {
            let row = name.rsplit_once('.').and_then(|(module, name)| self.emulator.find(module, name));
            let Some(row) = row else {
                stop = Some(Stop::Host(format!("the host has no function `{name}`")));
                return None;
            };
            let (args, mut memory) = Args::told(row, told);
            match ask(&mut *state.host, row, &args, &mut View(&mut memory), &manner, &mut record) {
                Ok(Reply::None) => None,
                // A pointer to nothing.
                Ok(Reply::I32(0)) if matches!(row.result, Ret::Pointer(_)) => None,
                Ok(Reply::I32(value)) => Some(value.to_string().into()),
                Ok(Reply::I64(value)) => Some(value.to_string().into()),
                Ok(Reply::F64(value)) => Some(value.to_string().into()),
                Ok(Reply::Bytes(bytes)) => Some(bytes),
                Err(end) => {
                    stop.get_or_insert(end);
                    None
                }
            }
        };
        let (host, dialect) = (self.target.host.id, self.target.dialect.id);
        let bytes = catch_unwind(AssertUnwindSafe(|| (self.answer)(host, dialect, self.emulator.payload(context), &mut calls)));
        let mut answer = Answer::default();
        match (stop, bytes) {
            (Some(stop), _) => answer.fault = Some(ended(stop)),
            (None, Ok(Some(bytes))) => answer.fault = self.emulator.take(bytes, &mut answer).err(),
            (None, Ok(None)) => return Err(format!("the plugin has nothing for {host} ({dialect})")),
            (None, Err(panic)) => answer.fault = Some(ended(Stop::Trap(panic_text(&*panic)))),
        }
        Ok((answer, record))
    }
}

fn ended(stop: Stop) -> Fault {
    let text = stop.to_string();
    Fault { rule: None, text: text.clone(), detail: text, stop: Some(stop), stage: Stage::Call }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("panicked: {}", text.unwrap_or_else(|| "without a text".into()))
}

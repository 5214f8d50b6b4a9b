//! Runs cases on a plugin's code itself, without wasm: the host's JSON goes in and comes out as ever.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Case;
use super::judge::judge;
use super::lower::{Lowered, answers, lower, undescribed};
use super::suite::{CaseReport, How};
use crate::Error;
use crate::hosts::{Answer, Emulator, Fault, Purpose, Stage, emulator};
use crate::record::Record;
use crate::report::RunReport;
use crate::request::Capabilities;
use crate::run::{blank, finish};
use crate::sandbox::{Args, Manner, Reply, Stop, View, ask};
use crate::target::Target;
use anyhost_abi::Ret;

/// What a plugin built with anyhost answers to a host's context: host, dialect, context, and who answers the host functions
/// that it calls (`module.function`; arguments as they are, numbers in digits). `None`: it is not for this host.
pub type NativeAnswer = fn(&str, &str, &[u8], &mut dyn FnMut(&str, &[&[u8]]) -> Option<Vec<u8>>) -> Option<Vec<u8>>;

/// A plugin's code on a host, ready for cases.
pub struct Native<'a> {
    target: Target<'a>,
    emulator: Box<dyn Emulator>,
    answer: NativeAnswer,
}

impl<'a> Native<'a> {
    /// The plugin that answers so.
    ///
    /// # Errors
    ///
    /// A host that is not emulated.
    pub fn open(answer: NativeAnswer, target: &Target<'a>) -> Result<Self, Error> {
        Ok(Self { target: *target, emulator: emulator(target)?, answer })
    }

    /// Runs one case. Host functions answer as the emulator's do, or as the case says.
    #[must_use]
    pub fn run_case(&self, case: &Case) -> CaseReport {
        CaseReport::new(case, &self.target, How::Native).fill(|_| {
            for step in lower(case, self.target.host.id, self.target.dialect)? {
                let run = self.step(case, &step)?;
                judge(&*self.emulator, &step, &run, true)?;
            }
            Ok(())
        })
    }

    fn step(&self, case: &Case, step: &Lowered) -> Result<RunReport, String> {
        let Some(wire) = self.target.dialect.node else { return Err("the host has no nodes".into()) };
        let request = undescribed(step.request.clone(), wire);
        let context = self.emulator.context(&[], &request).map_err(|error| error.to_string())?;
        let context = step.splices.paste(context);
        let mut state = self.emulator.state(&Purpose::Run(Capabilities::default()), &self.emulator.lasting());
        state.host.enter(&context);
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
        let bytes = catch_unwind(AssertUnwindSafe(|| (self.answer)(host, dialect, &context, &mut calls)));
        let mut answer = Answer::default();
        match (stop, bytes) {
            (Some(stop), _) => answer.fault = Some(ended(stop)),
            (None, Ok(Some(bytes))) => answer.fault = self.emulator.take(bytes, &mut answer).err(),
            (None, Ok(None)) => return Err(format!("the plugin has nothing for {host} ({dialect})")),
            (None, Err(panic)) => answer.fault = Some(ended(Stop::Trap(panic_text(&*panic)))),
        }
        let mut report = blank(&self.target, "native", 0);
        report.fill(&*self.emulator, &[], (&context, &request), answer, record);
        finish(&mut report);
        Ok(report)
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

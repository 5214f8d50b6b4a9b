//! Runs and judges WebAssembly plugins in-process as their hosts would.

mod base64;
pub mod build;
mod check;
mod error;
mod hosts;
mod json;
mod record;
mod report;
mod request;
mod run;
mod sandbox;
mod session;
mod target;
mod text;

pub use check::{CHECK_FUEL, CHECK_TIME, CHECK_USE, check};
pub use error::Error;
pub use record::{HostCall, Log, LogLevel};
pub use report::{Finding, RunReport, Verdict};
pub use request::{Capabilities, Input, Request};
pub use run::{RUN_TIME, run};
pub use target::{Settings, Target};

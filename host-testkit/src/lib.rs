//! Runs and judges WebAssembly plugins in-process, as their hosts would.
//!
//! A plugin's author learns what the host will make of it, a host's maintainer what a plugin would do to the host, without
//! installing either. Plugins may be of any origin, and hostile: nothing that they do panics or hangs the testkit.
//!
//! Everything that is known of a host comes from [`anyhost_abi`]: names, types, limits, rules, and where each was learnt.
//! This crate adds the behaviour: which export is called when, what a host function answers, what the host makes of a
//! result.
//!
//! - [`run`] calls a plugin once or often and reports the answer, logs, host calls, fuel and memory.
//! - [`check`] tries ordinary, unusual and malformed input and says which rules of the host a plugin breaks.
//! - [`vectors`] are cases in JSON that run on every host, [`harness`] runs them and the rules as ordinary tests.
//! - [`signalk::Server`] is a whole Signal K server for the tests of one plugin, [`orbis::Server`] an Orbis host.
//! - [`Config`] is what a maintainer settles: versions of hosts, levels of rules, findings that are accepted.
//! - [`build`](mod@build) drives cargo for a plugin's crate, [`package`] reads what hosts install, [`pack`](pack()) writes it.
//!
//! A [`Target`] says which host is meant, which of its dialects, and how its emulator is set.
//!
//! # Running
//!
//! ```
//! use anyhost_testkit::{Request, Settings, Target, run};
//!
//! let host = anyhost_abi::host("nlink").ok_or("no such host")?;
//! let dialect = host.dialect(None).ok_or("no such dialect")?;
//! let settings = Settings::parse(host, dialect, &[])?;
//!
//! let wasm = wat::parse_str(r#"(module
//!     (memory (export "memory") 2)
//!     (data (i32.const 16) "[{\"json\":{\"n\":1}}]")
//!     (func (export "allocate") (param i32) (result i32) (i32.const 65536))
//!     (func (export "deallocate") (param i32 i32))
//!     (func (export "execute_node") (param i32 i32) (result i64) (i64.const 0x10_0000_0012)))"#)?;
//!
//! let report = run(&wasm, "node.wasm", &Target::new(host, dialect, &settings), &Request::json("{}"))?;
//! assert!(report.ok);
//! assert_eq!(report.raw.as_deref(), Some(r#"[{"json":{"n":1}}]"#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Judging
//!
//! A finding says what is wrong, what the host does then, what to write instead, and where the rule was learnt.
//!
//! ```
//! use anyhost_testkit::{Settings, Target, check};
//!
//! let host = anyhost_abi::host("nlink").ok_or("no such host")?;
//! let dialect = host.dialect(None).ok_or("no such dialect")?;
//! let settings = Settings::parse(host, dialect, &[("free", "never")])?;
//!
//! let wasm = wat::parse_str(r#"(module (import "env" "log" (func (param i32))) (memory (export "memory") 1))"#)?;
//! let verdict = check(&wasm, "node.wasm", &Target::new(host, dialect, &settings), false)?;
//! assert_eq!((verdict.loads, verdict.conforms), (Some(false), Some(false)));
//! let rules: Vec<&str> = verdict.findings.iter().map(|finding| finding.rule).collect();
//! assert!(rules.contains(&"NL006"), "{rules:?}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Limits
//!
//! A plugin gets the limits of its host. Where these are missing or too large to wait for, the testkit has its own: one use
//! of [`run`] ends after [`RUN_TIME`], one of [`check`] after [`CHECK_USE`] or [`CHECK_FUEL`], all of a check after
//! [`CHECK_TIME`]; no memory grows beyond 1 GiB, unless the switch `memory_pages` asks for more; no module beyond 64 MiB, or
//! with a function beyond 4 MiB, is compiled, and none for longer than two minutes.

mod base64;
pub mod build;
mod check;
mod config;
mod described;
mod error;
pub mod harness;
mod hostile;
mod hosts;
mod json;
mod pack;
pub mod package;
mod record;
mod render;
mod report;
mod request;
mod run;
mod sandbox;
mod session;
mod settings;
mod target;
mod text;
pub mod vectors;

/// Signal K for the tests of a plugin's author: a server that the test starts, feeds and asks.
pub mod signalk {
    pub use crate::hosts::signalk::api::{PutReply, Request, Response, Server, Setup};
}

/// Orbis for the tests of a plugin's author: a host that the test loads a plugin into, and asks.
pub mod orbis {
    pub use crate::hosts::orbis::api::{Event, Request, Response, Server, Setup};
}

pub use check::{CHECK_FUEL, CHECK_TIME, CHECK_USE, check, check_by};
pub use config::{Config, Policy, Waiver};
pub use error::Error;
pub use hostile::hostile_modes;
pub use pack::{Packed, pack};
pub use record::{HostCall, Log, LogLevel};
pub use render::{junit, sarif};
pub use report::{Finding, RunReport, ScenarioReport, Verdict};
pub use request::{Capabilities, Input, Request};
pub use run::{RUN_TIME, run};
pub use settings::Settings;
pub use target::{Origin, Target};

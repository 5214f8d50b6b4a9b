//! Runs and judges WebAssembly plugins in-process, as their hosts would.
//!
//! Everything that is known of a host comes from [`anyhost_abi`]: names, types, limits, rules, and where each was learnt.
//! This crate adds the behaviour: which export is called when, what a host function answers, what the host makes of a
//! result. Plugins may be of any origin, and hostile: nothing that they do panics or hangs the testkit.
//!
//! - [`run`] calls a plugin once or often and reports the answer, logs, host calls, fuel and memory.
//! - [`check`] tries ordinary, unusual and malformed input and says which rules of the host a plugin breaks.
//! - [`vectors`] are cases in JSON that run on every host.
//! - [`build`] drives cargo for a plugin's crate, [`package`] reads and writes what hosts install.
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
//! # Limits
//!
//! A plugin gets the limits of its host. Where these are missing or too large to wait for, the testkit has its own: one use
//! of [`run`] ends after [`RUN_TIME`], one of [`check`] after [`CHECK_USE`] or [`CHECK_FUEL`], all of a check after
//! [`CHECK_TIME`]; no memory grows beyond 1 GiB; no module beyond 64 MiB, or with a function beyond 4 MiB, is compiled, and
//! none for longer than two minutes.

mod base64;
pub mod build;
mod check;
mod error;
mod hosts;
mod json;
pub mod package;
mod record;
mod render;
mod report;
mod request;
mod run;
mod sandbox;
mod session;
mod target;
mod text;
pub mod vectors;

pub use check::{CHECK_FUEL, CHECK_TIME, CHECK_USE, check};
pub use error::Error;
pub use record::{HostCall, Log, LogLevel};
pub use render::{junit, sarif};
pub use report::{Finding, RunReport, Verdict};
pub use request::{Capabilities, Input, Request};
pub use run::{RUN_TIME, run};
pub use target::{Origin, Settings, Target};

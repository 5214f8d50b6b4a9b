//! Any bytes as a plugin: the testkit runs and judges them, never panics, and always ends.

mod hostile;

use anyhost::rt::abi::{Dialect, HOSTS, Host};
use anyhost_testkit::{Request, Settings, Target, check, run};
use arbitrary::Unstructured;
use wasm_smith::{Config, Module};

/// Hosts and dialects that are emulated.
fn targets() -> Vec<(&'static Host, &'static Dialect)> {
    let all = HOSTS.iter().flat_map(|host| host.dialects.iter().map(move |dialect| (*host, dialect)));
    all.filter(|(host, dialect)| {
        let settings = Settings::parse(host, dialect, &[]).expect("no settings are right");
        Target::new(host, dialect, &settings).not_built().is_none()
    })
    .collect()
}

/// Runs and judges a module that is made of `data`.
///
/// # Panics
/// If the testkit contradicts itself.
pub fn loader(data: &[u8]) {
    _ = try_loader(&mut Unstructured::new(data));
}

fn try_loader(u: &mut Unstructured<'_>) -> arbitrary::Result<()> {
    let targets = targets();
    let (host, dialect) = targets[usize::from(u.arbitrary::<u8>()?) % targets.len()];
    let mut pairs = vec![("fuel", "1000000")];
    if (host.id, dialect.id) == ("flow-like", "source") && u.arbitrary()? {
        pairs.push(("epoch", "1"));
    }
    let settings = Settings::parse(host, dialect, &pairs).expect("these switches are there");
    let mut target = Target::new(host, dialect, &settings);
    target.kept = u.arbitrary()?;
    let wasm = match u.arbitrary::<u8>()? % 8 {
        0 => u.bytes(u.len())?.to_vec(),
        1 | 2 => smith(dialect, u)?,
        _ => hostile::module(dialect, u)?,
    };
    let verdict = check(&wasm, "plugin.wasm", &target, u.arbitrary()?);
    let request = Request { repeat: 3, ..Request::json("{}") };
    let report = run(&wasm, "plugin.wasm", &target, &request);
    if let (Ok(verdict), Ok(report)) = (verdict, report) {
        let text = format!("{verdict:?}\n{report:?}");
        assert!(verdict.loads != Some(false) || !report.ok, "what does not load runs: {text}");
        assert!(verdict.conforms != Some(true) || verdict.loads == Some(true), "{text}");
        assert!(report.ok || report.trap.is_some() || report.error.is_some() || !report.findings.is_empty(), "silent: {text}");
        serde_json::to_string(&verdict).expect("a verdict is JSON");
        serde_json::to_string(&report).expect("a report is JSON");
    }
    Ok(())
}

/// A module by wasm-smith with the exports that the host looks for.
fn smith(dialect: &Dialect, u: &mut Unstructured<'_>) -> arbitrary::Result<Vec<u8>> {
    let mut config: Config = u.arbitrary()?;
    config.exports = Some(wat::parse_str(hostile::stubs(dialect)).expect("stubs are wasm"));
    config.min_memories = 1;
    config.max_memories = config.max_memories.max(1);
    config.max_memory32_bytes = 1 << 24;
    config.memory64_enabled = false;
    config.threads_enabled = false;
    config.shared_everything_threads_enabled = false;
    let mut module = Module::new(config, u)?;
    // Endless loops end at once, so that more can be tried.
    _ = module.ensure_termination(10_000);
    Ok(module.to_bytes())
}

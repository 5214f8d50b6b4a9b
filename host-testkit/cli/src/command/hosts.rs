//! `anyhost hosts`

use anyhost_abi::{Dialect, Export, HOSTS, Host, Limit, Shape, Support};
use anyhost_testkit::build::host_named;
use serde_json::json;

use crate::args::{self, Word};
use crate::failure::Failure;
use crate::format::data;
use crate::out::Out;
use crate::text::{count, number, table, wrapped};
use crate::{Verdict, help};

const COMMAND: &str = "hosts";
const WIDTH: usize = 96;

pub(super) fn hosts(mut parser: lexopt::Parser, out: &mut Out) -> Result<Verdict, Failure> {
    let (mut named, mut json) = (None, false);
    while let Some(word) = args::next(&mut parser, COMMAND, &["json", "help"])? {
        match word {
            Word::Long(_) => json = true,
            Word::Help => {
                out.line(help::HOSTS)?;
                return Ok(Verdict::Well);
            }
            Word::Value(value) => {
                let host = host_named(&value.to_string_lossy())?;
                if named.replace(host).is_some() {
                    return Err(Failure::new("`anyhost hosts` takes one host, or none"));
                }
            }
        }
    }
    match (named, json) {
        (None, true) => out.json(&json!({ "hosts": HOSTS.iter().copied().map(data::host).collect::<Vec<_>>() }))?,
        (None, false) => overview(out)?,
        (Some(host), true) => out.json(&data::host(host))?,
        (Some(host), false) => one(host, out)?,
    }
    Ok(Verdict::Well)
}

fn overview(out: &mut Out) -> Result<(), Failure> {
    let mut rows = vec![["host", "title", "plugin", "dialects", "build, run, check"].map(str::to_owned)];
    for host in HOSTS {
        let dialects: Vec<&str> = host.dialects.iter().map(|dialect| dialect.id).collect();
        let support = match host.support {
            Support::Built => "yes".to_owned(),
            Support::DataOnly(_) => "not yet".to_owned(),
        };
        rows.push([host.id.into(), host.title.into(), shape(host.shape).into(), dialects.join(", "), support]);
    }
    for line in table(&rows) {
        out.line(line)?;
    }
    out.line("")?;
    out.line("The first dialect is the default. `anyhost hosts HOST` says all that is known of a host.")
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Node => "nodes",
        Shape::Route => "routes",
        Shape::Stateful => "object",
    }
}

fn one(host: &'static Host, out: &mut Out) -> Result<(), Failure> {
    out.line(format!("{} ({}), rules {}", host.title, host.id, host.prefix))?;
    if let Support::DataOnly(reason) = host.support {
        out.line(format!("not built, run or checked yet: {reason}"))?;
    }
    for dialect in host.dialects {
        self::dialect(host, dialect, out)?;
    }
    if !host.switches.is_empty() {
        out.line("\nSwitches, --set key=value (the first value is the default)")?;
        for switch in host.switches {
            out.line(format!("  {}={}{}", switch.key, switch.values.join(" | "), only(switch.dialects)))?;
            out.line(format!("      {}", wrapped(switch.does, WIDTH, "      ")))?;
            out.line(format!("      [{}: {}]", switch.source.mark.as_str(), switch.source.at))?;
        }
    }
    if !host.capabilities.is_empty() {
        out.line("\nCapabilities")?;
        out.line(format!("  {}", wrapped(&host.capabilities.join(" "), WIDTH, "  ")))?;
    }
    if !host.rules.is_empty() {
        out.line("\nRules")?;
        for rule in host.rules {
            out.line(format!("  {} {:<7} {}{}", rule.id, rule.level.as_str(), rule.title, only(rule.dialects)))?;
            out.line(format!("      broken: {}", wrapped(rule.breaks, WIDTH, "      ")))?;
            out.line(format!("      instead: {}", wrapped(rule.fix, WIDTH, "      ")))?;
            out.line(format!("      [{}: {}]", rule.source.mark.as_str(), rule.source.at))?;
        }
    }
    Ok(())
}

fn dialect(host: &Host, dialect: &Dialect, out: &mut Out) -> Result<(), Failure> {
    let default = if host.dialects.first().is_some_and(|first| first.id == dialect.id) { ", the default" } else { "" };
    out.line(format!("\nDialect {}{default}", dialect.id))?;
    out.line(format!("  {}", wrapped(dialect.summary, WIDTH, "  ")))?;
    if let (Support::Built, Support::DataOnly(reason)) = (host.support, dialect.support) {
        out.line(format!("  not built, run or checked yet: {reason}"))?;
    }
    out.line(format!("  failure: {}", wrapped(dialect.failure, WIDTH, "  ")))?;
    out.line(format!("  [{}: {}]", dialect.source.mark.as_str(), dialect.source.at))?;
    out.line("  exports")?;
    let row = |export: &Export| ["    ".to_owned() + &data::name(export), data::signature(export), data::need(export.need)];
    let exports: Vec<_> = dialect.exports.iter().map(row).collect();
    for line in table(&exports) {
        out.line(line)?;
    }
    let mut modules: Vec<&str> = Vec::new();
    for import in dialect.imports {
        if !modules.contains(&import.module) {
            modules.push(import.module);
        }
    }
    let imports = count(dialect.imports.len(), "function", "functions");
    let modules = if modules.is_empty() { String::new() } else { format!(" of {}", wrapped(&modules.join(", "), WIDTH, "    ")) };
    out.line(format!("  imports: {imports}{modules}"))?;
    let same = |a: &Limit, b: &Limit| (a.name, a.value) == (b.name, b.value);
    let first = host.dialects.first().filter(|first| first.id != dialect.id);
    let repeated = first.filter(|first| {
        first.limits.len() == dialect.limits.len() && first.limits.iter().zip(dialect.limits).all(|(a, b)| same(a, b))
    });
    if dialect.limits.is_empty() {
        out.line("  limits: none known")?;
    } else if let Some(first) = repeated {
        out.line(format!("  limits: those of {}", first.id))?;
    } else {
        out.line("  limits")?;
        let row = |limit: &Limit| ["    ".to_owned() + limit.name, number(limit.value), limit.excess.to_owned()];
        let limits: Vec<_> = dialect.limits.iter().map(row).collect();
        for line in table(&limits) {
            out.line(line)?;
        }
    }
    Ok(())
}

/// Where a row holds, if not everywhere.
fn only(dialects: &[&str]) -> String {
    if dialects.is_empty() { String::new() } else { format!(" ({} only)", dialects.join(", ")) }
}

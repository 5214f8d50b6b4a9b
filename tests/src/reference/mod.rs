//! The book's reference: a page a host, from the data alone.

mod dialect;
mod imports;
mod markdown;
mod rules;
mod words;

use std::fmt::Write as _;

use anyhost_abi::{HOSTS, Host, Mark, Support};

use markdown::{Table, cell, code, source, text};

const GENERATED: &str =
    "<!-- Generated from the crate anyhost-abi by `ANYHOST_DOCS=write cargo test -p anyhost-tests --test reference`. -->\n";

/// Every page, by its file name.
#[must_use]
pub fn pages() -> Vec<(String, String)> {
    let hosts = HOSTS.iter().map(|host| (format!("{}.md", host.id), page(host)));
    [("index.md".to_owned(), index())].into_iter().chain(hosts).collect()
}

fn index() -> String {
    let mut page = format!("{GENERATED}\n# Hosts\n\n");
    page += "Each page lists one host's ABI: what a plugin exports, what it may import, how memory crosses the boundary, \
             limits, and the rules that `anyhost check` judges by. The pages are printed from the data that the macros and \
             the testkit use, the crate `anyhost-abi`; `anyhost hosts HOST --json` prints the same as JSON.\n\n";
    let mut hosts = Table::new(&["host", "a plugin has", "dialects", "rules", "built, run and judged"]);
    for host in HOSTS {
        let dialects: Vec<String> = host.dialects.iter().map(|dialect| code(dialect.id)).collect();
        hosts.row([
            format!("[{}]({}.md)", host.title, host.id),
            words::shape(host.shape).to_owned(),
            dialects.join(", "),
            format!("{}, {}", host.rules.len(), code(host.prefix)),
            words::support(host.support).to_owned(),
        ]);
    }
    page += &hosts.print();
    page += "\nA *dialect* is one ABI of a host: `source` is what the real host does, `docs` what its documentation says. The \
             first one is the default.\n";
    page += "\n## Marks\n\nEach row ends with where it was learnt: a mark, and the place.\n\n";
    let mut marks = Table::new(&["mark", "meaning"]);
    for mark in [Mark::Observed, Mark::ObservedPartly, Mark::StandIn, Mark::Read, Mark::Deduced, Mark::Own] {
        marks.row([mark.as_str().to_owned(), words::mark(mark).to_owned()]);
    }
    page += &marks.print();
    page += "\nPlaces of Flow-Like are files of TM9657/flow-like at `ab1f822d` (E1, 2026-02-21), and of Rheosoph/flow-like, the \
             project after its move (E2, later, read as single files and so without lines). Other hosts name their version \
             or commit in the place.\n";
    page += "\n## Types\n\n";
    let mut types = Table::new(&["parameter", "in wasm"]);
    for (name, wasm) in words::TYPES {
        types.row([code(name), (*wasm).to_owned()]);
    }
    page += &types.print();
    page += "\n*Packed* is an `i64`: pointer in the high half, length in the low half.\n";
    page += "\n## Levels\n\n";
    let mut levels = Table::new(&["level", "a broken rule"]);
    for (level, meaning) in words::LEVELS {
        levels.row([level.as_str().to_owned(), (*meaning).to_owned()]);
    }
    page += &levels.print();
    page += "\nA rule's id never changes its meaning.\n";
    page
}

fn page(host: &Host) -> String {
    let mut page = format!("{GENERATED}\n# {}\n\n", host.title);
    let _ = write!(page, "{} on the command line and in attributes; a plugin has {}", code(host.id), words::shape(host.shape));
    page += &if host.rules.is_empty() { ". ".into() } else { format!("; its rules begin with {}. ", code(host.prefix)) };
    page += "[How to read this page](index.md#marks).\n\n";
    if let Support::DataOnly(reason) = host.support {
        let _ = write!(page, "> **Not built yet.** {}.\n\n", text(reason));
    }
    let mut dialects = Table::new(&["dialect", "kind", "target", "built, run and judged", "what it is"]);
    for (at, dialect) in host.dialects.iter().enumerate() {
        dialects.row([
            format!("[{}](#dialect-{}){}", code(dialect.id), dialect.id, if at == 0 { ", the default" } else { "" }),
            words::kind(dialect.kind).to_owned(),
            code(dialect.target),
            words::support(dialect.support).to_owned(),
            cell(dialect.summary),
        ]);
    }
    page += &dialects.print();
    for (at, dialect) in host.dialects.iter().enumerate() {
        page += &dialect::section(host, &host.dialects[..at], dialect);
    }
    page += &versions(host);
    page += &switches(host);
    page += &capabilities(host);
    page += &rules::section(host);
    page
}

fn versions(host: &Host) -> String {
    if host.versions.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&["version", "what it is", "sets", "source"]);
    for version in host.versions {
        let sets: Vec<String> = version.sets.iter().map(|(key, value)| code(&format!("{key}={value}"))).collect();
        table.row([code(version.id), cell(version.summary), sets.join(" "), source(&version.source)]);
    }
    format!("\n## Versions\n\nWhat can be pinned; a version sets switches.\n\n{}", table.print())
}

fn switches(host: &Host) -> String {
    if host.switches.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&["key", "values", "dialects", "changes", "source"]);
    for switch in host.switches {
        let values: Vec<String> = switch.values.iter().map(|value| code(value)).collect();
        table.row([
            code(switch.key),
            values.join(" "),
            words::dialects(switch.dialects),
            cell(switch.does),
            source(&switch.source),
        ]);
    }
    let intro = "What the emulator lets you choose with `--set key=value`, because versions of the host differ in it, or its \
                 documents do not say. The first value is the default.";
    format!("\n## Switches\n\n{intro}\n\n{}", table.print())
}

fn capabilities(host: &Host) -> String {
    if host.capabilities.is_empty() {
        return String::new();
    }
    let names: Vec<String> = host.capabilities.iter().map(|name| code(name)).collect();
    format!("\n## Capabilities\n\nWhat gates imports, by name: {}.\n", names.join(", "))
}

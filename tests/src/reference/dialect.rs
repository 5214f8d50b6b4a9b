//! One ABI of a host.

use anyhost_abi::{Dialect, Exceptions, Host, Limit, Name, NodeWire, Support};

use super::markdown::{Table, cell, code, first_upper, source, source_line, text};
use super::{imports, words};

/// A dialect. What it has in common with one `before` it is not repeated.
pub(super) fn section(host: &Host, before: &[Dialect], dialect: &Dialect) -> String {
    let id = dialect.id;
    let mut page = format!("\n## Dialect `{id}`\n\n{}.\n\n", first_upper(&text(dialect.summary)));
    if let (Support::Built, Support::DataOnly(reason)) = (host.support, dialect.support) {
        page += &format!("> {}.\n\n", first_upper(&text(reason)));
    }
    page += &format!("{}\n", source_line("", &dialect.source));
    page += &format!("\n### Exports of `{id}`\n\n{}", exports(dialect));
    page += &imports::section(before, dialect);
    page += &format!("\n### A call of `{id}`\n\n{}", call(dialect));
    page += &format!("\n### Limits of `{id}`\n\n{}", limits(before, dialect));
    page += &format!("\n### Package of `{id}`\n\n{}", files(before, dialect));
    page
}

fn exports(dialect: &Dialect) -> String {
    let mut table = Table::new(&["export", "type", "for", "needed", "written by anyhost", "source"]);
    for export in dialect.exports {
        table.row([
            match export.name {
                Name::Fixed(name) => code(name),
                Name::Derived(rule) => format!("*{}*", cell(rule)),
            },
            export.signature.map_or_else(String::new, |signature| code(&signature.to_string())),
            words::role(export.role).to_owned(),
            words::need(export.need),
            if export.emit && dialect.support == Support::Built { "yes" } else { "" }.to_owned(),
            source(&export.source),
        ]);
    }
    table.print()
}

fn call(dialect: &Dialect) -> String {
    let memory = &dialect.memory;
    let mut rows = Table::new(&["", ""]);
    let mut row = |name: &str, value: String| rows.row([name.to_owned(), value]);
    row("input", cell(words::input(memory.input)));
    row("input freed", words::freed(memory.input_freed).to_owned());
    row("result", cell(words::result(memory.result)));
    row("result freed", words::freed(memory.result_freed).to_owned());
    row("instance", words::lifetime(dialect.lifetime).to_owned());
    row("failure", cell(dialect.failure));
    if dialect.exceptions != Exceptions::Unknown {
        row("unwinding", cell(&words::exceptions(dialect.exceptions)));
    }
    if let Some(wire) = dialect.node {
        json(wire, &mut row);
    }
    rows.print()
}

/// The JSON of a call, with an ellipsis for what a plugin fills in.
fn json(wire: &NodeWire, row: &mut dyn FnMut(&str, String)) {
    row("inputs", format!("in the context's {}", code(wire.inputs)));
    if let Some(item) = wire.item {
        row("item", format!("in the context's {}", code(item)));
    }
    if let Some(node) = wire.node {
        row("node", format!("the one that the context's {} names", code(node)));
    }
    let exec = if wire.exec { "…" } else { "" };
    row("success", code(&format!("{}…{}{exec}{}", wire.ok.0, wire.ok.1, wire.ok.2)));
    row("error", code(&format!("{}\"…\"{}", wire.err.0, wire.err.1)));
}

fn limits(before: &[Dialect], dialect: &Dialect) -> String {
    let same = |a: &Limit, b: &Limit| (a.name, a.value, a.excess) == (b.name, b.value, b.excess);
    let repeated = before.iter().find(|other| {
        other.limits.len() == dialect.limits.len() && other.limits.iter().zip(dialect.limits).all(|(a, b)| same(a, b))
    });
    match repeated {
        _ if dialect.limits.is_empty() => "None known.\n".to_owned(),
        Some(other) => format!("Those of [`{0}`](#limits-of-{0}).\n", other.id),
        None => {
            let mut table = Table::new(&["limit", "value", "beyond it", "source"]);
            for limit in dialect.limits {
                let value = grouped(limit.value);
                table.row([code(limit.name), value, cell(limit.excess), source(&limit.source)]);
            }
            table.print()
        }
    }
}

fn files(before: &[Dialect], dialect: &Dialect) -> String {
    let names = |dialect: &Dialect| dialect.files.iter().map(|file| (file.name, file.does)).collect::<Vec<_>>();
    if let Some(other) = before.iter().find(|other| names(other) == names(dialect)) {
        return format!("As for [`{0}`](#package-of-{0}).\n", other.id);
    }
    let mut table = Table::new(&["file", "holds", "source"]);
    for file in dialect.files {
        table.row([code(file.name), cell(file.does), source(&file.source)]);
    }
    table.print()
}

/// `1,000,000`.
fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

//! Imports: a table a module, and below it what many rows have in common, said once.

use anyhost_abi::{Arg, Dialect, Import, Offer, Ret, Ty};

use super::markdown::{Table, cell, code, source, source_line, text};

/// The name of a row that stands for all functions of an interface.
const ALL: &str = "*";

/// The imports of a dialect. A module that a dialect `before` it has in the same words is only named.
pub(super) fn section(before: &[Dialect], dialect: &Dialect) -> String {
    let mut page = format!("\n### Imports of `{}`\n\n", dialect.id);
    if dialect.imports.is_empty() {
        return page + "None.\n";
    }
    page += "Whatever is not listed here, the host does not know.\n";
    let (whole, parts): (Vec<&str>, Vec<&str>) =
        modules(dialect).into_iter().partition(|module| matches!(rows(dialect, module)[..], [row] if row.name == ALL));
    if !whole.is_empty() {
        let rows: Vec<&Import> = whole.iter().flat_map(|module| rows(dialect, module)).collect();
        page += &format!("\n#### Whole interfaces in `{}`\n\n", dialect.id);
        page += &interfaces(before, &rows);
    }
    for module in parts {
        let rows = rows(dialect, module);
        page += &format!("\n#### {} in `{}`\n\n", code(module), dialect.id);
        let same = |other: &&Dialect| same(&rows, &self::rows(other, module));
        match before.iter().find(same) {
            Some(other) => page += &format!("The same {} as in dialect `{}`.\n", count(rows.len()), other.id),
            None => page += &table(&rows),
        }
    }
    page
}

fn modules(dialect: &Dialect) -> Vec<&'static str> {
    let mut modules = Vec::new();
    for import in dialect.imports {
        if !modules.contains(&import.module) {
            modules.push(import.module);
        }
    }
    modules
}

fn rows(dialect: &Dialect, module: &str) -> Vec<&'static Import> {
    dialect.imports.iter().filter(|import| import.module == module).collect()
}

fn same(a: &[&Import], b: &[&Import]) -> bool {
    let key = |import: &Import| (import.name, import.does, import.result, import.capability, source(&import.source));
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| key(a) == key(b))
}

fn count(rows: usize) -> String {
    if rows == 1 { "function".to_owned() } else { format!("{rows} functions") }
}

fn table(rows: &[&Import]) -> String {
    let mut table = Table::new(&["function", "type", "parameters", "result", "needs", "since", "what it does"]);
    for import in rows {
        let since = import.since.map_or_else(String::new, |since| format!("epoch {since}"));
        let needs: Vec<String> = import.capability.into_iter().flat_map(str::split_whitespace).map(code).collect();
        table.row([
            code(import.name),
            wasm_type(import),
            parameters(import.args),
            cell(result(import.result)),
            needs.join(", "),
            since,
            cell(import.does),
        ]);
    }
    table.print() + "\n" + &notes(rows)
}

/// Interfaces of which the data has no single functions.
fn interfaces(before: &[Dialect], rows: &[&Import]) -> String {
    let has = |other: &&Dialect| rows.iter().all(|row| other.import(row.module, ALL).is_some_and(|found| same(&[row], &[found])));
    if let Some(other) = before.iter().find(has) {
        return format!("Those of dialect `{}`.\n", other.id);
    }
    let mut table = Table::new(&["interface", "needs", "what it does", "source"]);
    for import in rows {
        let needs = import.capability.map_or_else(String::new, code);
        table.row([code(import.module), needs, cell(import.does), source(&import.source)]);
    }
    table.print()
}

/// What rows have in common: what plugins get, and sources.
fn notes(rows: &[&Import]) -> String {
    let mut page = String::new();
    // Where nothing is built, the page says so once.
    let later = rows.iter().all(|import| matches!(import.offer, Offer::NotBuilt(_)));
    let offers = if later { Vec::new() } else { grouped(rows, |import| offer(import.offer)) };
    for (import, names) in offers {
        let names = if names.is_empty() { names } else { names + ": " };
        page += &format!("- {names}{}.\n", text(offer(import.offer).trim_end_matches('.')));
    }
    for (import, names) in grouped(rows, |import| source(&import.source)) {
        page += &format!("- {}\n", source_line(&names, &import.source));
    }
    page
}

/// Rows that say the same: the first of each group, and the names of all; no names where there is one group.
fn grouped<'a>(rows: &[&'a Import], says: impl Fn(&Import) -> String) -> Vec<(&'a Import, String)> {
    let mut groups: Vec<Vec<&Import>> = Vec::new();
    for import in rows {
        match groups.iter_mut().find(|group| says(group[0]) == says(import)) {
            Some(group) => group.push(import),
            None => groups.push(vec![import]),
        }
    }
    let all = groups.len() == 1;
    let names = |group: &[&Import]| match all {
        true => String::new(),
        false => group.iter().map(|import| code(import.name)).collect::<Vec<_>>().join(", "),
    };
    groups.into_iter().map(|group| (group[0], names(&group))).collect()
}

fn wasm_type(import: &Import) -> String {
    match import.result {
        Ret::Wit(wit) => code(wit),
        Ret::Unknown => String::new(),
        _ => code(&import.ty().to_string()),
    }
}

fn parameters(args: &[Arg]) -> String {
    args.iter().map(|arg| format!("{}: {}{}", cell(arg.name), ty(arg.ty), absent(arg))).collect::<Vec<_>>().join(", ")
}

/// That an argument may be left out.
fn absent(arg: &Arg) -> String {
    arg.absent.map_or_else(String::new, |value| format!(", {value} if not declared"))
}

fn ty(ty: Ty) -> &'static str {
    match ty {
        Ty::Out(_) => "place to write to",
        Ty::I32 => "i32",
        Ty::I64 => "i64",
        Ty::F64 => "f64",
        Ty::Str => "text",
        Ty::Json => "JSON",
        Ty::Bytes => "bytes",
        Ty::Buffer => "buffer",
    }
}

fn result(result: Ret) -> &'static str {
    match result {
        Ret::None | Ret::Wit(_) | Ret::Unknown => "",
        Ret::I32(means) | Ret::I64(means) | Ret::F64(means) | Ret::Packed(means) | Ret::Pointer(means) => means,
    }
}

fn offer(offer: Offer) -> String {
    match offer {
        Offer::Wrapped(path) => format!("offered as `anyhost::{path}`"),
        Offer::Std(path) => format!("through {path}"),
        Offer::Never(reason) => format!("not offered: {reason}"),
        Offer::NotBuilt(_) => "not built yet".to_owned(),
    }
}

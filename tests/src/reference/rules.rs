//! Rules: a table to look over, and a heading each, whose anchor is the id in small letters (`#fl101`).

use anyhost_abi::{Host, Rule};

use super::markdown::{Table, cell, source_line, text};
use super::words;

pub(super) fn section(host: &Host) -> String {
    if host.rules.is_empty() {
        return String::new();
    }
    let mut page = "\n## Rules\n\n".to_owned();
    let mut table = Table::new(&["rule", "level", "a plugin must", "dialects"]);
    for rule in host.rules {
        let anchor = format!("[{0}](#{1})", rule.id, rule.id.to_lowercase());
        table.row([anchor, rule.level.as_str().to_owned(), cell(rule.title), words::dialects(rule.dialects)]);
    }
    page += &table.print();
    for group in host.groups {
        page += &format!("\n### {}\n", group.title);
        for rule in host.rules.iter().filter(|rule| rule.id.starts_with(group.prefix)) {
            page += &self::rule(rule);
        }
    }
    page
}

fn rule(rule: &Rule) -> String {
    let dialects = match rule.dialects {
        [] => String::new(),
        dialects => format!(", in {}", words::dialects(dialects)),
    };
    format!(
        "\n#### {}\n\n**{}** ({}{dialects})\n\n- Broken: {}.\n- Instead: {}.\n- {}\n",
        rule.id,
        text(rule.title),
        rule.level.as_str(),
        text(rule.breaks),
        text(rule.fix),
        source_line("", &rule.source),
    )
}

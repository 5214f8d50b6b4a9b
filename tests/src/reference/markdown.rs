//! Markdown: tables, code spans, and plain text that stays plain.

use anyhost_abi::Source;

/// A table whose cells are Markdown; a column in which nothing stands is left out.
pub(super) struct Table<const N: usize> {
    head: [&'static str; N],
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    pub(super) fn new(head: &[&'static str; N]) -> Self {
        Self { head: *head, rows: Vec::new() }
    }

    pub(super) fn row(&mut self, cells: [String; N]) {
        self.rows.push(cells);
    }

    pub(super) fn print(&self) -> String {
        let used: Vec<usize> = (0..N).filter(|column| self.rows.iter().any(|row| !row[*column].is_empty())).collect();
        let line = |cells: &mut dyn Iterator<Item = &str>| format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
        let mut text = line(&mut used.iter().map(|column| self.head[*column]));
        text += &format!("|{}\n", "---|".repeat(used.len()));
        for row in &self.rows {
            text += &line(&mut used.iter().map(|column| row[*column].as_str()));
        }
        text
    }
}

/// A code span, also fit for a table.
pub(super) fn code(text: &str) -> String {
    let text = text.replace('|', "\\|");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// A text of the data for a table.
pub(super) fn cell(text: &str) -> String {
    self::text(text).replace('|', "\\|")
}

/// A text of the data. It has code spans; whatever else Markdown or HTML would take for markup is escaped.
pub(super) fn text(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        let ticks = rest[start..].bytes().take_while(|byte| *byte == b'`').count();
        let fence = &rest[start..start + ticks];
        let Some(end) = rest[start + ticks..].find(fence) else { break };
        let end = start + ticks + end + ticks;
        out += &plain(&rest[..start]);
        out += &rest[start..end];
        rest = &rest[end..];
    }
    out + &plain(rest)
}

fn plain(text: &str) -> String {
    let links = text.contains("](");
    let mut out = String::new();
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        match letter {
            '<' if next.is_ascii_alphabetic() || "/!?".contains(next) => out += "&lt;",
            '_' if before.is_alphanumeric() && next.is_alphanumeric() => out.push('_'),
            '[' | ']' if !links => out.push(letter),
            '*' | '_' | '[' | ']' | '\\' | '`' => out.extend(['\\', letter]),
            _ => out.push(letter),
        }
        before = letter;
    }
    out
}

/// Where a fact was learnt, for a table.
pub(super) fn source(source: &Source) -> String {
    cell(&format!("{}: {}", source.mark.as_str(), source.at))
}

/// Where a fact was learnt, or what the named functions have in common, as a sentence.
pub(super) fn source_line(names: &str, source: &Source) -> String {
    let of = if names.is_empty() { String::new() } else { format!(" of {names}") };
    format!("Source{of} ({}): {}.", source.mark.as_str(), text(source.at))
}

/// The text with a capital.
pub(super) fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

//! A page of the book: its blocks, links and anchors, as mdBook sees them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A page.
pub(crate) struct Page {
    /// Its path below `docs/src`.
    pub(crate) name: String,
    src: PathBuf,
    text: String,
}

/// A fenced block.
pub(crate) struct Block {
    /// What stands behind the fence, up to a comma.
    pub(crate) language: String,
    /// Its text.
    pub(crate) text: String,
    /// The comment in the line above: `<!-- in examples/slug -->` gives `examples/slug`.
    pub(crate) place: Option<String>,
}

impl Page {
    pub(crate) fn read(src: &Path, file: &Path) -> Self {
        let name = file.strip_prefix(src).unwrap().to_str().unwrap().to_owned();
        Self { name, src: src.to_owned(), text: fs::read_to_string(file).unwrap() }
    }

    /// The folder that paths of the page start from.
    pub(crate) fn folder(&self) -> PathBuf {
        self.src.join(&self.name).parent().unwrap().to_owned()
    }

    /// A link's file as the name of a page; the page itself for none.
    pub(crate) fn beside(&self, file: &str) -> String {
        match (file, self.name.rsplit_once('/')) {
            ("", _) => self.name.clone(),
            (file, Some((folder, _))) => match file.strip_prefix("../") {
                Some(up) => up.to_owned(),
                None => format!("{folder}/{file}"),
            },
            (file, None) => file.to_owned(),
        }
    }

    /// Its fenced blocks, in order.
    pub(crate) fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let (mut open, mut above) = (false, "");
        for line in self.text.lines() {
            match line.strip_prefix("```") {
                Some(_) if open => open = false,
                Some(info) => {
                    let place = above.strip_prefix("<!-- in ").and_then(|rest| rest.strip_suffix(" -->"));
                    let language = info.split(',').next().unwrap().to_owned();
                    blocks.push(Block { language, text: String::new(), place: place.map(ToOwned::to_owned) });
                    open = true;
                }
                None if open => {
                    let text = &mut blocks.last_mut().unwrap().text;
                    text.push_str(line);
                    text.push('\n');
                }
                None => above = line,
            }
        }
        assert!(!open, "{}: a block does not end", self.name);
        blocks
    }

    /// The lines outside of blocks.
    fn prose(&self) -> impl Iterator<Item = &str> {
        let mut open = false;
        self.text.lines().filter(move |line| {
            let fence = line.starts_with("```");
            open ^= fence;
            !open && !fence
        })
    }

    /// Where its links lead.
    pub(crate) fn links(&self) -> impl Iterator<Item = &str> {
        self.prose().flat_map(|line| line.split("](").skip(1)).map(|rest| rest.split(')').next().unwrap())
    }

    /// The anchors of its headings, as mdBook and GitHub make them: small letters, hyphens for spaces.
    pub(crate) fn anchors(&self) -> BTreeSet<String> {
        let headings = self.prose().filter(|line| line.starts_with('#'));
        let anchor = |line: &str| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            let kept = title.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
            kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
        };
        headings.map(anchor).collect()
    }
}

impl Block {
    /// What it includes: `path` or `path:anchor`.
    pub(crate) fn includes(&self) -> impl Iterator<Item = &str> {
        self.text.split("{{#include ").skip(1).map(|rest| rest.split("}}").next().unwrap())
    }
}

/// A file, or the part of it between `ANCHOR: name` and `ANCHOR_END: name`.
pub(crate) fn include(folder: &Path, include: &str) -> String {
    let (path, anchor) = match include.split_once(':') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (include, None),
    };
    let text = fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{include}: {error}"));
    let Some(anchor) = anchor else { return text };
    let marks = |line: &str, mark: &str| line.split_once(mark).is_some_and(|(_, name)| name.trim() == anchor);
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().position(|line| marks(line, "ANCHOR: ")).unwrap_or_else(|| panic!("{include}: no such anchor"));
    let end = lines.iter().position(|line| marks(line, "ANCHOR_END: ")).unwrap_or_else(|| panic!("{include}: it does not end"));
    lines[start + 1..end].iter().filter(|line| !line.contains("ANCHOR")).flat_map(|line| [line, "\n"]).collect()
}

//! The book says what is: its code is code of the examples, its links lead somewhere, its commands print what it shows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod console;
mod page;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhost_tests::root;
use page::{Block, Page};

/// Pages whose Rust, TOML and JSON all come from files.
const TUTORIALS: &[&str] = &["introduction.md", "flow-like.md", "nlink.md", "orbis.md", "signalk.md"];

fn src() -> PathBuf {
    root().join("docs/src")
}

/// Every page, by its path below `docs/src`.
fn pages() -> Vec<Page> {
    fn collect(folder: &Path, files: &mut BTreeSet<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                files.insert(path);
            }
        }
    }
    let mut files = BTreeSet::new();
    collect(&src(), &mut files);
    files.iter().map(|file| Page::read(&src(), file)).collect()
}

#[test]
fn summary_lists_every_page() {
    let summary = Page::read(&src(), &src().join("SUMMARY.md"));
    let listed: BTreeSet<String> = summary.links().map(ToOwned::to_owned).collect();
    let there: BTreeSet<String> = pages().into_iter().map(|page| page.name).filter(|name| name != "SUMMARY.md").collect();
    assert_eq!(listed, there);
}

#[test]
fn links_lead_somewhere() {
    let pages = pages();
    for page in &pages {
        for link in page.links().filter(|link| !link.contains("://")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let place = page.beside(file);
            let found = pages.iter().find(|page| page.name == place);
            let found = found.unwrap_or_else(|| panic!("{}: no page `{place}`: {link}", page.name));
            assert!(anchor.is_empty() || found.anchors().contains(anchor), "{}: {place} has no `#{anchor}`", page.name);
        }
        for link in page.links().filter(|link| link.contains("://github.com/anyhost/anyhost/")) {
            let path = link.split_once("/main/").unwrap_or_else(|| panic!("{}: {link}", page.name)).1;
            assert!(root().join(path).exists(), "{}: {path} is not there", page.name);
        }
    }
}

#[test]
fn code_is_from_files_that_are_compiled() {
    let doctests = fs::read_to_string(root().join("tests/src/lib.rs")).unwrap();
    for page in pages() {
        let tutorial = TUTORIALS.contains(&page.name.as_str());
        let tested = doctests.contains(&format!("docs/src/{}\"", page.name));
        for block in page.blocks() {
            let checked = block.language == "rust" || tutorial && matches!(block.language.as_str(), "toml" | "json");
            if checked && !(tested && block.language == "rust") {
                assert!(included(&block), "{}: code that nothing compiles: {}", page.name, block.text);
            }
            // Panics where a file or an anchor is not there.
            for include in block.includes() {
                let text = page::include(&page.folder(), include);
                assert!(!text.trim().is_empty() && !text.contains("ANCHOR"), "{}: {include}", page.name);
            }
        }
    }
}

/// Whether a block is an include and, below it, nothing but a comment and closing braces.
fn included(block: &Block) -> bool {
    let rest: Vec<&str> = block.text.lines().filter(|line| !line.contains("{{#include ")).map(str::trim).collect();
    block.includes().count() > 0 && rest.iter().all(|line| line.starts_with("//") || *line == "}")
}

#[test]
fn commands_print_what_is_shown() {
    let folder = console::prepare();
    let mut ran = 0;
    for page in pages() {
        for block in page.blocks().iter().filter(|block| block.language == "console") {
            ran += console::check(&page, block, &folder);
        }
    }
    assert!(ran >= 15, "only {ran} commands of the book were run");
}

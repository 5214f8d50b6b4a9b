//! The book's commands, run.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhost_tests::{root, wasm};

use crate::page::{Block, Page};

/// What a reader does once; these are not run here.
const SETUP: &[&str] = &["rustup target add ", "cargo new --lib ", "cargo install --path "];
/// How the book calls a folder with somebody's wasm and vectors.
const ANY_PLUGIN: &str = "a folder with plugin.wasm";

/// Builds the command, and makes a folder with a plugin in it.
pub(crate) fn prepare() -> PathBuf {
    let status = Command::new("cargo")
        .args(["build", "--quiet", "--locked", "--package", "anyhost-cli", "--bin", "anyhost"])
        .current_dir(root())
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .status();
    assert!(status.unwrap().success());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book");
    fs::create_dir_all(folder.join("vectors")).unwrap();
    fs::write(folder.join("plugin.wasm"), wasm("examples/slug", "flow-like")).unwrap();
    fs::copy(root().join("examples/slug/vectors/slug.json"), folder.join("vectors/slug.json")).unwrap();
    folder
}

/// Runs the commands of a block and compares what is shown; returns how many were run.
pub(crate) fn check(page: &Page, block: &Block, any: &Path) -> usize {
    let mut ran = 0;
    for part in format!("\n{}", block.text).split("\n$ ").skip(1) {
        let (command, shown) = part.split_once('\n').unwrap_or((part, ""));
        if let Some(setup) = SETUP.iter().find(|setup| command.starts_with(**setup)) {
            let path = command.strip_prefix("cargo install --path ");
            assert!(path.is_none_or(|path| root().join(path).is_dir()), "{}: {setup}", page.name);
            continue;
        }
        let place = block.place.as_deref().unwrap_or_else(|| panic!("{}: say where to run: {command}", page.name));
        let folder = if place == ANY_PLUGIN { any.to_owned() } else { root().join(place) };
        let (code, printed) = run(command, &folder);
        let fails = shown.lines().any(|line| line.starts_with("failed") || line.starts_with("error"));
        assert_eq!(code, i32::from(fails), "{}: {command}\n{printed}", page.name);
        if !shown.trim().is_empty() {
            assert!(same(shown.trim_end(), printed.trim_end()), "{}: {command}\nprints\n{printed}", page.name);
        }
        ran += 1;
    }
    ran
}

fn run(command: &str, folder: &Path) -> (i32, String) {
    // The binary lies beside the folder of the tests.
    let tests = env::current_exe().unwrap();
    let mut path = vec![tests.parent().unwrap().parent().unwrap().to_owned()];
    path.extend(env::split_paths(&env::var_os("PATH").unwrap()));
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(folder).env("PATH", env::join_paths(path).unwrap());
    let output = shell.env_remove("CARGO_ENCODED_RUSTFLAGS").output().unwrap();
    assert!(output.stderr.is_empty() || output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    // A reader's target folder lies in the crate.
    let text = String::from_utf8(output.stdout).unwrap().replace(&format!("{}/", root().display()), "");
    (output.status.code().unwrap(), text)
}

/// Whether a text is the one shown, where `…` stands for anything within a line and spaces for any number of them.
fn same(shown: &str, printed: &str) -> bool {
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = |(shown, printed): (&str, &str)| {
        let (shown, printed) = (words(shown), words(printed));
        let parts: Vec<&str> = shown.split('…').collect();
        let [first, middle @ .., last] = &parts[..] else { return shown == printed };
        let Some(mut rest) = printed.strip_prefix(first) else { return false };
        for part in middle {
            let Some(at) = rest.find(part) else { return false };
            rest = &rest[at + part.len()..];
        }
        rest.ends_with(last)
    };
    shown.lines().count() == printed.lines().count() && shown.lines().zip(printed.lines()).all(line)
}

#[test]
fn an_ellipsis_is_anything_and_the_rest_is_not() {
    let shown = "ok  … bytes, fuel …\n{}";
    assert!(same(shown, "ok 46,085 bytes, fuel 11,675\n{}"));
    assert!(!same(shown, "ok 46,085 bytes, fuel 11,675"));
    assert!(!same(shown, "ok 46,085 pages, fuel 11,675\n{}"));
    assert!(!same(shown, "ok 46,085 bytes, fuel 11,675\n{} more"));
    assert!(same("… a …", "b a c") && !same("a …", "b c") && !same("a", "ab"));
}

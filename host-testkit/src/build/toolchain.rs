//! The compiler's target for wasm: added where the crate's own toolchain file asks for it, else asked for.

use std::io::{Write as _, stderr};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::TARGET;
use super::cargo::cannot_run;
use super::env::tool;
use super::plugin::Plugin;
use crate::Error;

/// Makes sure that the toolchain of the crate can compile to wasm. Whether something had to be added.
pub(super) fn ensure_target(plugin: &Plugin) -> Result<bool, Error> {
    if has_target(plugin)? {
        return Ok(false);
    }
    let file = plugin.folder.ancestors().find_map(ToolchainFile::read);
    let pinned = file.as_ref().and_then(|file| file.channel.as_deref());
    let mut by_hand = format!("rustup target add {TARGET}");
    if let Some(channel) = pinned {
        by_hand.push_str(&format!(" --toolchain {channel}"));
    }
    if let Some(file) = file.as_ref().filter(|file| file.lists_target) {
        let _ = writeln!(stderr(), "anyhost: {} lists {TARGET}, which is not installed: {by_hand}", file.path.display());
        let added = tool("rustup", &plugin.folder).args(by_hand.split(' ').skip(1)).stdin(Stdio::null()).status();
        if added.is_ok_and(|status| status.success()) && has_target(plugin)? {
            return Ok(true);
        }
    }
    Err(plugin.error(format!("the target {TARGET} is not installed for its toolchain\nhelp: run `{by_hand}`")))
}

/// Whether the standard library for wasm is there.
fn has_target(plugin: &Plugin) -> Result<bool, Error> {
    let output = tool("rustc", &plugin.folder)
        .args(["--print", "target-libdir", "--target", TARGET])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| cannot_run(&plugin.folder, "rustc", &source))?;
    if !output.status.success() {
        return Err(plugin.error("`rustc` of its toolchain cannot be run; its own message is above"));
    }
    let folder = String::from_utf8_lossy(&output.stdout);
    Ok(Path::new(folder.trim()).is_dir())
}

/// What matters here of a `rust-toolchain.toml`.
#[derive(Debug, PartialEq, Eq)]
struct ToolchainFile {
    path: PathBuf,
    channel: Option<String>,
    lists_target: bool,
}

impl ToolchainFile {
    fn read(folder: &Path) -> Option<Self> {
        ["rust-toolchain", "rust-toolchain.toml"].into_iter().find_map(|name| {
            let path = folder.join(name);
            let text = std::fs::read_to_string(&path).ok()?;
            Some(Self::parse(path, &text))
        })
    }

    /// Reads the two keys out of the file, or the channel that is all of an old one. rustup itself has judged the file
    /// when this is asked, so that no TOML parser is needed to tell good files from bad ones.
    fn parse(path: PathBuf, text: &str) -> Self {
        let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
        let text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        if !text.contains("[toolchain]") {
            let is_channel = !text.is_empty() && !text.contains(['\n', '=', '[']);
            return Self { path, channel: is_channel.then_some(text), lists_target: false };
        }
        let channel = value(&text, "channel").and_then(|value| quoted(value).next()).map(str::to_owned);
        let targets = value(&text, "targets").and_then(|value| value.split(']').next()).unwrap_or_default();
        let lists_target = quoted(targets).any(|target| target == TARGET);
        Self { path, channel, lists_target }
    }
}

/// The text behind `key =`.
fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.match_indices(key).find_map(|(at, _)| {
        let starts_line = text.get(..at)?.chars().next_back().is_none_or(|before| before == '\n');
        let value = text.get(at + key.len()..)?.trim_start().strip_prefix('=')?;
        starts_line.then_some(value)
    })
}

/// The quoted words of a text.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split(['"', '\'']).skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Option<String>, bool) {
        let file = ToolchainFile::parse(PathBuf::from("rust-toolchain.toml"), text);
        (file.channel, file.lists_target)
    }

    #[test]
    fn toolchain_files() {
        let pinned = |channel: &str| Some(channel.to_owned());
        assert_eq!(
            parse(
                "[toolchain]\nchannel = \"1.95.0\" # pinned\ntargets = [\n  \"wasm32-wasip1\", # why\n  \"wasm32-unknown-unknown\",\n]\n"
            ),
            (pinned("1.95.0"), true)
        );
        assert_eq!(parse("[toolchain]\nchannel='nightly'\ntargets=['wasm32-wasip1']"), (pinned("nightly"), false));
        assert_eq!(
            parse("[toolchain]\nchannel = \"stable\"\n# targets = [\"wasm32-unknown-unknown\"]"),
            (pinned("stable"), false)
        );
        assert_eq!(parse("[toolchain]\npath = \"here\""), (None, false));
        assert_eq!(parse("nightly-2026-01-01\n"), (pinned("nightly-2026-01-01"), false));
        assert_eq!(parse("[toolchain]\ntargets = "), (None, false));
        assert_eq!(parse(""), (None, false));
    }
}

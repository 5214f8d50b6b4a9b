//! What was built, kept by host.
//!
//! All hosts share one cargo target folder, so that dependencies are built once. Cargo keeps one artefact of the author's
//! crate there and compiles it again for each change of host. The artefacts are therefore copied, and the copies remembered
//! as made from the same sources: while cargo finds the host that it built last to be fresh, they all are.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhost_abi::Host;
use serde::{Deserialize, Serialize};

use super::plugin::Plugin;
use super::{cargo, unwind};
use crate::Error;

/// One call of the compiler for the author's crate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Unit {
    /// Its folder.
    key: String,
    /// What only this crate is compiled with.
    args: Vec<String>,
    /// Its panics unwind.
    #[serde(default)]
    unwind: bool,
}

impl Unit {
    /// The crate for one host.
    pub(super) fn host(plugin: &Plugin, host: &Host) -> Self {
        let mut args = vec!["--cfg".into(), "anyhost_host".into(), "--cfg".into(), format!("anyhost_host=\"{}\"", host.id)];
        args.extend(stack(plugin));
        Self { key: host.id.into(), args, unwind: plugin.unwinds(host) }
    }

    /// The crate for all of its hosts at once.
    pub(super) fn single(plugin: &Plugin) -> Self {
        Self { key: "single".into(), args: stack(plugin).into(), unwind: false }
    }

    pub(super) fn args(&self) -> &[String] {
        &self.args
    }

    pub(super) fn unwinds(&self) -> bool {
        self.unwind
    }
}

fn stack(plugin: &Plugin) -> [String; 2] {
    ["-C".into(), format!("link-arg=-zstack-size={}", plugin.stack)]
}

/// What is remembered between builds.
#[derive(Default, Serialize, Deserialize)]
struct State {
    /// The unit that cargo's target folder holds.
    last: Option<Unit>,
    /// Those whose copies come from the same sources as `last`; it is one of them.
    kept: Vec<Unit>,
    /// When the first of them began to be built.
    since: Option<SystemTime>,
    /// Cargo's list of the files that went in.
    inputs: Option<PathBuf>,
}

impl State {
    /// Whether a file that went in was written since. A quick look; only cargo can say that nothing changed.
    fn changed(&self, plugin: &Plugin) -> bool {
        let (Some(since), Some(inputs)) = (self.since, &self.inputs) else { return true };
        let Ok(list) = fs::read_to_string(inputs) else { return true };
        let lock = plugin.workspace.join("Cargo.lock");
        let files = dep_info(&list).chain([plugin.manifest.clone(), lock]);
        // A file that is gone was needed.
        let newer = |file: &Path| fs::metadata(file).and_then(|data| data.modified()).map(|time| time >= since);
        files.into_iter().any(|file| newer(&file).unwrap_or(true))
    }
}

/// The files behind the colon of a makefile rule; spaces in names are escaped.
fn dep_info(text: &str) -> impl Iterator<Item = PathBuf> + '_ {
    let line = text.lines().next().unwrap_or_default();
    let inputs = line.split_once(": ").map_or("", |(_, inputs)| inputs);
    let mut names: Vec<String> = Vec::new();
    let mut joins = false;
    for word in inputs.split(' ').filter(|word| !word.is_empty()) {
        let (word, escaped) = match word.strip_suffix('\\') {
            Some(word) => (word, true),
            None => (word, false),
        };
        match names.last_mut() {
            Some(name) if joins => {
                name.push(' ');
                name.push_str(word);
            }
            _ => names.push(word.to_owned()),
        }
        joins = escaped;
    }
    names.into_iter().map(PathBuf::from)
}

/// The folder of a crate's builds, with the workspace's held against other processes.
pub(super) struct Store {
    /// Cargo's target folder for plugins.
    cargo: PathBuf,
    /// `<target>/anyhost/<package>`.
    folder: PathBuf,
    state: State,
    /// Unlocked when it is closed.
    _lock: File,
}

impl Store {
    /// Opens the crate's folder and waits until no other process builds in the workspace.
    pub(super) fn open(plugin: &Plugin) -> Result<Self, Error> {
        let cargo = plugin.target.join("anyhost");
        let folder = cargo.join(&plugin.package);
        let io = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Io { path, source }
        };
        let raw = folder.join(".raw");
        fs::create_dir_all(&raw).map_err(io(&raw))?;
        // One lock for the whole workspace: libraries of the same name share an artefact, too.
        let path = cargo.join(".anyhost-lock");
        let lock = File::create(&path).map_err(io(&path))?;
        // Some file systems have no locks; a build there is as safe as before.
        let _ = lock.lock();
        let state = fs::read(folder.join(STATE)).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
        Ok(Self { cargo, folder, state, _lock: lock })
    }

    /// Whether the last build went well.
    pub(super) fn has_built(&self) -> bool {
        self.state.last.is_some()
    }

    /// The folder of the files to ship.
    pub(super) fn folder(&self, unit: &Unit) -> PathBuf {
        self.folder.join(&unit.key)
    }

    /// The artefact of a unit that was built, as the compiler wrote it.
    pub(super) fn raw(&self, unit: &Unit) -> PathBuf {
        self.folder.join(".raw").join(format!("{}.wasm", unit.key))
    }

    /// Brings the artefacts of these units up to date.
    pub(super) fn build(&mut self, plugin: &Plugin, units: &[Unit]) -> Result<(), Error> {
        let mut asked = None;
        if let Some(last) = self.state.last.clone()
            && !self.state.changed(plugin)
            && self.unit_is_current(plugin, &last)
        {
            // Fresh: the copies of the other hosts are, too.
            self.run(plugin, &last)?;
            asked = Some(last);
        } else {
            self.state.kept.clear();
        }
        for unit in units {
            if asked.as_ref() != Some(unit) && !(self.state.kept.contains(unit) && self.raw(unit).is_file()) {
                self.run(plugin, unit)?;
            }
        }
        Ok(())
    }

    /// Whether the manifest would still have the unit built in the same way.
    fn unit_is_current(&self, plugin: &Plugin, unit: &Unit) -> bool {
        *unit == Unit::single(plugin) || anyhost_abi::host(&unit.key).is_some_and(|host| *unit == Unit::host(plugin, host))
    }

    /// Has cargo build a unit, and copies what it built.
    fn run(&mut self, plugin: &Plugin, unit: &Unit) -> Result<(), Error> {
        let started = SystemTime::now();
        // Forgotten until the end: a build that fails or is stopped leaves nothing to rely on.
        let mut state = std::mem::take(&mut self.state);
        let path = self.folder.join(STATE);
        let _ = fs::remove_file(&path);

        let what = if unit.key == "single" { "all of its hosts at once" } else { &unit.key };
        let mut folder = self.cargo.clone();
        if unit.unwind {
            unwind::ensure(plugin)?;
            // What another toolchain built from another standard library lies apart.
            folder.push(".unwind");
        }
        let output = cargo::rustc(plugin, what, &folder, unit)?;
        let was_last = state.last.as_ref() == Some(unit);
        let raw = self.raw(unit);
        if !(output.fresh && was_last && raw.is_file()) {
            fs::copy(&output.wasm, &raw).map_err(|source| Error::Io { path: raw, source })?;
        }
        state.inputs = Some(output.wasm.with_extension("d"));
        if was_last && !output.fresh || state.changed(plugin) {
            state.kept.clear();
        }
        if state.kept.is_empty() {
            state.since = Some(started);
        }
        if !state.kept.contains(unit) {
            state.kept.push(unit.clone());
        }
        state.last = Some(unit.clone());
        self.state = state;
        // Without the file the next build only takes longer.
        let _ = serde_json::to_vec(&self.state).map(|text| fs::write(&path, text));
        Ok(())
    }
}

/// Name of the file that remembers.
const STATE: &str = ".state.json";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_rule() {
        let files = |text| dep_info(text).collect::<Vec<_>>();
        assert_eq!(
            files("/t/p.wasm: /a/src/lib.rs /a\\ b/src/lib.rs\n"),
            [PathBuf::from("/a/src/lib.rs"), "/a b/src/lib.rs".into()]
        );
        assert!(files("").is_empty());
        assert_eq!(files("C:\\t\\p.wasm: C:\\a\\lib.rs"), [PathBuf::from("C:\\a\\lib.rs")]);
    }
}

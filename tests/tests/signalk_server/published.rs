//! The published server, and runs of it.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};

use anyhost_testkit::pack;
use anyhost_tests::{host, root};
use serde::Deserialize;
use serde_json::{Value, json};

/// Which server: `ANYHOST_SIGNALK_SERVER=2.32.0` is the newest.
const VERSION: &str = "ANYHOST_SIGNALK_SERVER";
const DEFAULT: &str = "2.23.0";
/// A network and processes of its own: the server binds all addresses, and with the first process all others end. As root,
/// or where anybody may.
const ISOLATED: &[&[&str]] = &[
    &["--net", "--pid", "--fork", "--kill-child", "--mount-proc"],
    &["--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"],
];
const BROWSERS: &[&str] = &["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

/// An installed server and what it takes to run it.
#[derive(Deserialize)]
pub(crate) struct Published {
    pub(crate) version: String,
    server: PathBuf,
    node: PathBuf,
    #[serde(skip)]
    isolated: &'static [&'static str],
}

/// What a run of the server showed.
#[derive(Debug, Deserialize)]
pub(crate) struct Observed {
    /// One entry a step.
    pub(crate) responses: Vec<Value>,
    /// Statuses and errors of the plugin, each when it changed.
    pub(crate) statuses: Vec<Value>,
    /// Deltas that the plugin emitted while the client listened.
    pub(crate) deltas: Vec<Value>,
    /// The own vessel's context.
    #[serde(rename = "self")]
    pub(crate) own: String,
}

/// The server, or `None`, said loudly, where it cannot be run. With `CI` set that is a failure.
pub(crate) fn published() -> Option<&'static Published> {
    static PUBLISHED: OnceLock<Result<Published, String>> = OnceLock::new();
    match PUBLISHED.get_or_init(install) {
        Ok(published) => Some(published),
        Err(reason) => not_tested("the published Signal K server", reason),
    }
}

/// A browser without a window, or `None`, as with the server.
pub(crate) fn browser() -> Option<&'static str> {
    let there = |name: &&&str| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
    let found = BROWSERS.iter().find(there).copied();
    found.or_else(|| not_tested("the plugin's page in a browser", &format!("none of {} is installed", BROWSERS.join(", "))))
}

fn not_tested<T>(what: &str, reason: &str) -> Option<T> {
    let line = format!("NOT TESTED: {what}: {reason}");
    assert!(env::var_os("CI").is_none(), "{line}");
    eprintln!("\n=== {line} ===\n");
    None
}

fn install() -> Result<Published, String> {
    let version = env::var(VERSION).unwrap_or_else(|_| DEFAULT.to_owned());
    let isolated = ISOLATED.iter().copied().find(|flags| {
        let status = Command::new("unshare").args(*flags).args(["ip", "link", "set", "lo", "up"]).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    });
    let isolated =
        isolated.ok_or("no network namespace can be made: it takes `unshare` and `ip`, and root or user namespaces")?;
    let install = Command::new("node")
        .arg(root().join("tests/signalk/install.mjs"))
        .args([&root().join("target/tests/signalk"), Path::new(&version)])
        .output()
        .map_err(|error| format!("node cannot be run: {error}"))?;
    if !install.status.success() {
        return Err(format!("it cannot be installed: {}", String::from_utf8_lossy(&install.stderr).trim()));
    }
    let published: Published = serde_json::from_slice(&install.stdout).map_err(|error| error.to_string())?;
    Ok(Published { isolated, ..published })
}

/// A run of the server that has begun.
pub(crate) struct Run {
    pub(crate) folder: PathBuf,
    child: Child,
}

impl Published {
    /// Runs steps on a server of its own with this package, and shows what was observed. `config` enables the plugin at the
    /// server's start.
    #[track_caller]
    pub(crate) fn run(&self, name: &str, package: &Path, config: Option<&Value>, steps: &[Value]) -> Observed {
        let mut run = self.begin(name, package, config, steps);
        // The run ends when this is closed.
        let open = run.child.stdin.take();
        let output = run.child.wait_with_output().unwrap();
        drop(open);
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let observed: Observed = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(observed.responses.len(), steps.len());
        observed
    }

    /// Begins a run. Its processes end with the handle, and with this process.
    pub(crate) fn begin(&self, name: &str, package: &Path, config: Option<&Value>, steps: &[Value]) -> Run {
        let folder = folder(name).join(&self.version);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let plan = json!({
            "version": self.version, "server": self.server, "node": self.node, "folder": folder, "plugin": package,
            "config": config, "steps": steps, "browser": BROWSERS.iter().find_map(|name| which(name)),
        });
        let file = folder.join("plan.json");
        fs::write(&file, plan.to_string()).unwrap();
        let child = Command::new("unshare")
            .args(self.isolated)
            .args(["sh", "-c", "ip link set lo up && exec node \"$@\"", "sh"])
            .args([&root().join("tests/signalk/run.mjs"), &file])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Run { folder, child }
    }
}

impl Run {
    /// Ends it in the middle, as when a test run is broken off.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Lets go of it: what it reads from ends.
    pub(crate) fn abandon(mut self) -> String {
        drop(self.child.stdin.take());
        let output = self.child.wait_with_output().unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    }
}

/// A folder for what belongs to a test of this name.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("signalk").join(name)
}

/// A package by hand: its `package.json`, and this wasm.
pub(crate) fn package(name: &str, manifest: &str, wasm: &[u8]) -> PathBuf {
    let folder = folder(name).join("package");
    fs::create_dir_all(&folder).unwrap();
    fs::copy(root().join(manifest).join("package.json"), folder.join("package.json")).unwrap();
    fs::write(folder.join("plugin.wasm"), wasm).unwrap();
    folder
}

/// A crate of ours as `anyhost pack` packs it.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    pub(crate) folder: PathBuf,
    /// As npm installs it.
    pub(crate) archive: PathBuf,
}

/// Packs a crate of ours, once.
pub(crate) fn packed(of: &'static str) -> Package {
    static PACKED: Mutex<BTreeMap<&str, Package>> = Mutex::new(BTreeMap::new());
    let mut known = PACKED.lock().unwrap();
    let pack = || {
        let packed = pack(&root().join(of), host("signalk"), None, Some(&folder("packed")))
            .unwrap_or_else(|error| panic!("{of}: {error}"));
        assert!(packed.is_written(), "{packed:?}");
        Package { folder: packed.folder, archive: packed.archive.unwrap() }
    };
    known.entry(of).or_insert_with(pack).clone()
}

fn which(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

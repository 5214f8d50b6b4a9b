//! A conformance run as ordinary tests: one for each case and each rule, listed and filtered as `cargo test` does.
//!
//! A plugin's author writes a test file of one line, and `harness = false` for it in Cargo.toml:
//!
//! ```toml
//! [[test]]
//! name = "hosts"
//! harness = false
//! ```
//!
//! `anyhost_testkit::main!(my_plugin::nodes);` is the line.
//!
//! It runs the crate's vectors natively, in the wasm of each host that the crate names, and on a hostile host, and judges
//! each wasm by the rules of its host. A maintainer does the same with any wasm:
//!
//! ```no_run
//! fn main() -> std::process::ExitCode {
//!     anyhost_testkit::harness::Conformance::wasm("plugin.wasm").host("flow-like").main()
//! }
//! ```
//!
//! Nothing is built to list the tests. A crate is built once, by the first test that needs its wasm.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use anyhost_abi::{Dialect, Host, Level, Rule};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;

use crate::build::{BuildOptions, build, host_named};
use crate::config::Config;
use crate::report::Verdict;
use crate::vectors::{self, Case, CaseReport, How, Native, NativeAnswer, Suite};
use crate::{Error, Origin, Settings, Target, check_by};

/// The `main` of a test file with `harness = false`, for the plugin at this path: its module, or the lone node. Without a path
/// for plugins that run and are not called, those of Signal K.
#[macro_export]
macro_rules! main {
    () => {
        fn main() -> ::std::process::ExitCode {
            $crate::harness::Conformance::package(env!("CARGO_MANIFEST_DIR")).main()
        }
    };
    ($($path:ident)::+) => {
        fn main() -> ::std::process::ExitCode {
            $crate::harness::Conformance::package(env!("CARGO_MANIFEST_DIR")).native($($path)::+::__anyhost_answer).main()
        }
    };
}

/// A plugin, and the tests that it is to pass.
pub struct Conformance {
    plugin: Plugin,
    hosts: Vec<String>,
    vectors: Option<PathBuf>,
    native: Option<NativeAnswer>,
}

enum Plugin {
    Wasm(PathBuf),
    Crate(PathBuf),
}

impl Conformance {
    /// A wasm of any origin; [`host`](Self::host) says for which hosts it is.
    #[must_use]
    pub fn wasm(file: impl Into<PathBuf>) -> Self {
        Self { plugin: Plugin::Wasm(file.into()), hosts: Vec::new(), vectors: None, native: None }
    }

    /// The plugin of a crate, by its folder: for the hosts that it names, with its folder `vectors`.
    #[must_use]
    pub fn package(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        let vectors = Some(folder.join("vectors")).filter(|vectors| vectors.is_dir());
        Self { plugin: Plugin::Crate(folder), hosts: Vec::new(), vectors, native: None }
    }

    /// With this host, by its id.
    #[must_use]
    pub fn host(mut self, id: &str) -> Self {
        self.hosts.push(id.to_owned());
        self
    }

    /// With the cases of this file or folder.
    #[must_use]
    pub fn vectors(self, path: impl Into<PathBuf>) -> Self {
        Self { vectors: Some(path.into()), ..self }
    }

    /// With the plugin's code itself, which answers natively.
    #[must_use]
    pub fn native(self, answer: NativeAnswer) -> Self {
        Self { native: Some(answer), ..self }
    }

    /// Runs the tests that the command line asks for.
    #[must_use]
    pub fn main(self) -> ExitCode {
        let arguments = Arguments::from_args();
        match self.trials() {
            Ok(trials) => libtest_mimic::run(&arguments, trials).exit_code(),
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::from(2)
            }
        }
    }

    /// The tests.
    ///
    /// # Errors
    ///
    /// Hosts that are not named or not there, vectors or a configuration that cannot be read.
    pub fn trials(self) -> Result<Vec<Trial>, Error> {
        let (folder, manifest) = match &self.plugin {
            Plugin::Wasm(file) => (file.parent().unwrap_or(Path::new("")).to_owned(), Manifest::default()),
            Plugin::Crate(folder) => (folder.clone(), Manifest::read(folder)?),
        };
        let named = if self.hosts.is_empty() { manifest.hosts } else { self.hosts.clone() };
        if named.is_empty() {
            let message =
                "no host is named: write `[package.metadata.anyhost] hosts = [\"flow-like\"]` in Cargo.toml, or call `host`";
            return Err(Error::Setting(message.into()));
        }
        let hosts =
            named.iter().map(|id| host_named(id).map_err(Error::Setting)).collect::<Result<Vec<&'static Host>, Error>>()?;
        let config = Config::beside(&folder)?.map(|(_, config)| config).unwrap_or_default();
        let files = self.vectors.as_deref().map(cases).transpose()?.unwrap_or_default();
        let wasms = Arc::new(Wasms { plugin: self.plugin, hosts: hosts.clone(), loaded: OnceLock::new() });
        let mut trials = Vec::new();
        for host in hosts {
            let asked = manifest.dialect.as_deref().and_then(|id| host.dialect(Some(id)));
            let Some(dialect) = asked.or_else(|| host.dialect(None)) else { continue };
            let on = Arc::new(On::new(host, dialect, config.clone(), Arc::clone(&wasms))?);
            for case in &files {
                trials.extend(self.native.map(|answer| on.native(answer, case)));
                trials.extend([on.case(How::Wasm, case), on.case(How::Hostile, case)]);
            }
            let rules = host.rules.iter().filter(|rule| rule.dialects.is_empty() || rule.dialects.contains(&dialect.id));
            trials.extend(rules.map(|rule| on.rule(rule)));
            trials.push(on.loads());
        }
        Ok(trials)
    }
}

/// What a crate's manifest says of its hosts.
#[derive(Default)]
struct Manifest {
    hosts: Vec<String>,
    dialect: Option<String>,
}

impl Manifest {
    fn read(folder: &Path) -> Result<Self, Error> {
        #[derive(Deserialize, Default)]
        struct Table {
            #[serde(default)]
            hosts: Vec<String>,
            dialect: Option<String>,
        }
        let path = folder.join("Cargo.toml");
        let text = fs::read_to_string(&path).map_err(|source| Error::Io { path: path.clone(), source })?;
        let error = |message: String| Error::Cargo { path: folder.to_owned(), message };
        let manifest: toml::Table = text.parse().map_err(|problem: toml::de::Error| error(problem.to_string()))?;
        let table = ["package", "metadata", "anyhost"].iter().try_fold(&manifest, |table, key| table.get(*key)?.as_table());
        let table: Table = match table {
            Some(table) => {
                table.clone().try_into().map_err(|problem| error(format!("`[package.metadata.anyhost]`: {problem}")))?
            }
            None => Table::default(),
        };
        Ok(Self { hosts: table.hosts, dialect: table.dialect })
    }
}

/// The cases of a file, or of all JSON files of a folder, in order.
fn cases(path: &Path) -> Result<Vec<Arc<Case>>, Error> {
    let io = |source| Error::Io { path: path.to_owned(), source };
    let mut files = vec![path.to_owned()];
    if path.is_dir() {
        files = fs::read_dir(path).map_err(io)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
        files.sort();
    }
    let mut cases = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).map_err(|source| Error::Io { path: file.clone(), source })?;
        cases.extend(vectors::parse(&file.display().to_string(), &text)?.cases.into_iter().map(Arc::new));
    }
    Ok(cases)
}

/// A wasm's file and bytes.
type Loaded = (String, Vec<u8>);

/// The wasms of the plugin, read or built once.
struct Wasms {
    plugin: Plugin,
    hosts: Vec<&'static Host>,
    loaded: OnceLock<Result<Vec<Loaded>, String>>,
}

impl Wasms {
    /// File and bytes for a host.
    fn of(&self, host: &Host) -> Result<(&str, &[u8]), String> {
        let loaded = self.loaded.get_or_init(|| self.load().map_err(|error| error.to_string())).as_ref().map_err(Clone::clone)?;
        let at = self.hosts.iter().position(|known| known.id == host.id).unwrap_or_default();
        let found = loaded.get(at).ok_or("nothing was built for this host")?;
        Ok((&found.0, &found.1))
    }

    fn load(&self) -> Result<Vec<Loaded>, Error> {
        let read = |path: &Path| {
            let bytes = fs::read(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
            Ok((path.display().to_string(), bytes))
        };
        match &self.plugin {
            Plugin::Wasm(file) => self.hosts.iter().map(|_| read(file)).collect(),
            Plugin::Crate(folder) => {
                let built = build(folder, &BuildOptions { hosts: Some(self.hosts.clone()), ..BuildOptions::default() })?;
                built.iter().map(|built| read(&built.wasm)).collect()
            }
        }
    }

    fn origin(&self) -> Origin<'static> {
        match &self.plugin {
            Plugin::Wasm(_) => Origin::Bare,
            Plugin::Crate(_) => Origin::Crate,
        }
    }
}

/// A plugin on a host.
struct On {
    target: Target<'static>,
    config: Config,
    wasms: Arc<Wasms>,
    suite: OnceLock<Result<Suite<'static>, String>>,
    verdict: OnceLock<Result<Verdict, String>>,
}

impl On {
    fn new(host: &'static Host, dialect: &'static Dialect, config: Config, wasms: Arc<Wasms>) -> Result<Self, Error> {
        // As long as the test process lives.
        let settings: &'static Settings = Box::leak(Box::new(config.settings(host, dialect, &[])?));
        let target = Target { origin: wasms.origin(), ..Target::new(host, dialect, settings) };
        Ok(Self { target, config, wasms, suite: OnceLock::new(), verdict: OnceLock::new() })
    }

    fn name(&self, kind: &str, what: &str) -> String {
        format!("{}/{kind}/{what}", self.target.host.id)
    }

    /// A case that does not concern the host is listed as ignored, with the reason.
    fn trial(
        self: &Arc<Self>,
        how: How,
        case: &Arc<Case>,
        run: impl FnOnce(&Self, &Case) -> Result<CaseReport, String> + Send + 'static,
    ) -> Trial {
        let skipped = vectors::skipped(case, &self.target, how);
        let name = self.name(how.as_str(), &case.name);
        let (on, case) = (Arc::clone(self), Arc::clone(case));
        let trial = Trial::test(name, move || match run(&on, &case).map(|report| report.message) {
            Ok(None) => Ok(()),
            Ok(Some(message)) | Err(message) => Err(Failed::from(message)),
        });
        match skipped {
            Some(reason) => trial.with_kind(reason).with_ignored_flag(true),
            None => trial,
        }
    }

    fn native(self: &Arc<Self>, answer: NativeAnswer, case: &Arc<Case>) -> Trial {
        self.trial(How::Native, case, move |on, case| {
            let native = Native::open(answer, &on.target).map_err(|error| error.to_string())?;
            Ok(native.run_case(case))
        })
    }

    fn case(self: &Arc<Self>, how: How, case: &Arc<Case>) -> Trial {
        self.trial(how, case, move |on, case| {
            let suite = on.suite.get_or_init(|| {
                let (file, wasm) = on.wasms.of(on.target.host)?;
                Suite::open(wasm, file, &on.target).map_err(|error| error.to_string())
            });
            let suite = suite.as_ref().map_err(Clone::clone)?;
            Ok(if how == How::Hostile { suite.run_hostile(case) } else { suite.run_case(case) })
        })
    }

    fn verdict(&self) -> Result<&Verdict, Failed> {
        let verdict = self.verdict.get_or_init(|| {
            let (file, wasm) = self.wasms.of(self.target.host)?;
            check_by(wasm, file, &self.target, &self.config.policy).map_err(|error| error.to_string())
        });
        verdict.as_ref().map_err(Failed::from)
    }

    /// Fails on findings of level error that are not waived; prints the others.
    fn rule(self: &Arc<Self>, rule: &'static Rule) -> Trial {
        let on = Arc::clone(self);
        Trial::test(self.name("rule", &format!("{} {}", rule.id, rule.title)), move || {
            let mut broken = Vec::new();
            for finding in on.verdict()?.findings.iter().filter(|finding| finding.rule == rule.id) {
                if finding.level == Level::Error && finding.waived.is_none() {
                    broken.push(finding.to_string());
                } else {
                    eprintln!("{}: {finding}", on.target.host.id);
                }
            }
            if broken.is_empty() { Ok(()) } else { Err(Failed::from(broken.join("\n"))) }
        })
    }

    /// Whether it was judged at all: a rule that nobody tried is not kept.
    fn loads(self: &Arc<Self>) -> Trial {
        let on = Arc::clone(self);
        Trial::test(self.name("rule", "loads, and was judged"), move || {
            let verdict = on.verdict()?;
            let unused = on.config.policy.unused(std::slice::from_ref(verdict));
            unused.iter().for_each(|waiver| eprintln!("the waiver of {} waives nothing here: {}", waiver.rule, waiver.reason));
            if verdict.loads == Some(true) { Ok(()) } else { Err(Failed::from(verdict.to_string())) }
        })
    }
}

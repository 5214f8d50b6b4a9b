//! How a host is set up.

use std::path::Path;

use anyhost_abi::orbis::HOST;

use super::{Phase, Server};
use crate::Error;
use crate::build::{BuildOptions, build};
use crate::hosts::Emulator as _;
use crate::hosts::orbis::Orbis;
use crate::hosts::orbis::world::{Kept, Shared};
use crate::package::Package;
use crate::run::Runner;
use crate::settings::Settings;
use crate::target::{Origin, Target};

/// How a [`Server`] is set up.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    switches: Vec<(String, String)>,
    dialect: Option<String>,
    disabled: bool,
}

impl Setup {
    /// With a switch of the host at this value: `("as-intended", "yes")`. `anyhost hosts orbis` lists them.
    #[must_use]
    pub fn set(mut self, key: &str, value: &str) -> Self {
        self.switches.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Of this dialect: `docs`, which no host speaks. Without this, as the real host is.
    #[must_use]
    pub fn dialect(self, id: &str) -> Self {
        Self { dialect: Some(id.to_owned()), ..self }
    }

    /// With a plugin that is loaded, and not enabled.
    #[must_use]
    pub fn disabled(self) -> Self {
        Self { disabled: true, ..self }
    }

    /// The plugin in these bytes. Without a manifest in its section it gets one, which the real host would not give it: each
    /// handler is a route of its name.
    ///
    /// # Errors
    ///
    /// What is not WebAssembly, switches that are not there, and what the host would not load.
    pub fn wasm(self, wasm: &[u8]) -> Result<Server, Error> {
        self.load(wasm, "plugin.wasm", Origin::Bare)
    }

    /// The plugin of a package: a folder, a zip, or a wasm.
    ///
    /// # Errors
    ///
    /// As [`wasm`](Self::wasm), and what cannot be read.
    pub fn package(self, path: impl AsRef<Path>) -> Result<Server, Error> {
        let path = path.as_ref();
        let shown = path.display().to_string();
        match Package::open(path, &shown)? {
            Some(package) => self.load(&package.wasm, &package.file, Origin::Package(&package)),
            None => Err(Error::Package { file: shown, message: "it is no package of Orbis".into() }),
        }
    }

    /// The plugin of a crate, by its folder, which is built first.
    ///
    /// # Errors
    ///
    /// As [`wasm`](Self::wasm), and what cargo says.
    pub fn crate_folder(self, folder: impl AsRef<Path>) -> Result<Server, Error> {
        let options = BuildOptions { hosts: Some(vec![&HOST]), ..BuildOptions::default() };
        let built = build(folder.as_ref(), &options)?;
        let Some(built) = built.first() else {
            return Err(Error::Cargo { path: folder.as_ref().to_owned(), message: "nothing was built for Orbis".into() });
        };
        let wasm = std::fs::read(&built.wasm).map_err(|source| Error::Io { path: built.wasm.clone(), source })?;
        self.load(&wasm, &built.wasm.display().to_string(), Origin::Crate)
    }

    fn load(self, wasm: &[u8], file: &str, origin: Origin<'_>) -> Result<Server, Error> {
        let id = self.dialect.as_deref();
        let dialect =
            HOST.dialect(id).ok_or_else(|| Error::Setting(format!("Orbis has no dialect `{}`", id.unwrap_or_default())))?;
        let pairs: Vec<(&str, &str)> = self.switches.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let settings = Settings::parse(&HOST, dialect, &pairs)?;
        let target = Target { origin, ..Target::new(&HOST, dialect, &settings) };
        let refused = |message: String| Error::Refused { file: file.to_owned(), host: HOST.title, message };
        let runner = match Runner::open(wasm, file, &target)? {
            Ok(runner) if runner.refusal.is_empty() => runner,
            Ok(runner) => {
                let texts: Vec<&str> = runner.refusal.iter().map(|finding| finding.message.as_str()).collect();
                return Err(refused(texts.join("; ")));
            }
            Err(faults) => {
                let texts: Vec<&str> = faults.iter().map(|fault| fault.text.as_str()).collect();
                return Err(refused(texts.join("; ")));
            }
        };
        let orbis = Orbis::new(&target);
        orbis.read(wasm, &runner.loaded.plugin);
        let mut server = Server {
            runner,
            orbis,
            kept: target.kept,
            phase: if self.disabled { Phase::Loaded } else { Phase::Running },
            lasting: Shared::new(Kept::default().into()),
            guest: None,
            logs: Vec::new(),
            calls: Vec::new(),
            findings: Vec::new(),
            fuel: 0,
        };
        server.begin().map_err(refused)?;
        Ok(server)
    }
}

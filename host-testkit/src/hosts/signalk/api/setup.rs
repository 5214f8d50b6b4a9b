//! How a server is set up.

use std::collections::BTreeSet;
use std::path::Path;

use super::Server;
use crate::Error;
use crate::build::{BuildOptions, build};
use crate::hosts::Purpose;
use crate::hosts::signalk::publish::world_of;
use crate::request::Capabilities;
use crate::run::Runner;
use crate::settings::Settings;
use crate::target::{Origin, Target};

/// How a [`Server`] is set up.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    switches: Vec<(String, String)>,
    granted: Option<BTreeSet<String>>,
    package: Option<String>,
}

impl Setup {
    /// With a switch of the host at this value: `("server", "2.23")`, `("package", "scoped")`. `anyhost hosts signalk` lists
    /// them.
    #[must_use]
    pub fn set(mut self, key: &str, value: &str) -> Self {
        self.switches.push((key.to_owned(), value.to_owned()));
        self
    }

    /// With no more than these capabilities: `putHandlers`, `rawSockets`. Without this, all are granted.
    #[must_use]
    pub fn grant(mut self, names: &[&str]) -> Self {
        self.granted.get_or_insert_default().extend(names.iter().map(|name| (*name).to_owned()));
        self
    }

    /// With another name of the package than `plugin_id` returns.
    #[must_use]
    pub fn package(mut self, name: &str) -> Self {
        self.package = Some(name.to_owned());
        self
    }

    /// The plugin in these bytes.
    ///
    /// # Errors
    ///
    /// What is not WebAssembly, switches that are not there, and what the server would not register.
    pub fn wasm(self, wasm: &[u8]) -> Result<Server, Error> {
        self.load(wasm, "plugin.wasm", Origin::Bare)
    }

    /// The plugin of a crate, by its folder, which is built first.
    ///
    /// # Errors
    ///
    /// As [`wasm`](Self::wasm), and what cargo says.
    pub fn crate_folder(self, folder: impl AsRef<Path>) -> Result<Server, Error> {
        let options = BuildOptions { hosts: Some(vec![&anyhost_abi::signalk::HOST]), ..BuildOptions::default() };
        let built = build(folder.as_ref(), &options)?;
        let Some(built) = built.first() else {
            return Err(Error::Cargo { path: folder.as_ref().to_owned(), message: "nothing was built for Signal K".into() });
        };
        let wasm = std::fs::read(&built.wasm).map_err(|source| Error::Io { path: built.wasm.clone(), source })?;
        self.load(&wasm, &built.wasm.display().to_string(), Origin::Crate)
    }

    fn load(self, wasm: &[u8], file: &str, origin: Origin<'_>) -> Result<Server, Error> {
        let host = &anyhost_abi::signalk::HOST;
        let dialect = host.dialect(None).ok_or_else(|| Error::Setting("Signal K has no dialect".into()))?;
        let pairs: Vec<(&str, &str)> = self.switches.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let settings = Settings::parse(host, dialect, &pairs)?;
        let target = Target { origin, ..Target::new(host, dialect, &settings) };
        let refused = |message: String| Error::Refused { file: file.to_owned(), host: host.title, message };
        let runner = match Runner::open(wasm, file, &target)? {
            Ok(runner) => runner,
            Err(faults) => {
                let details: Vec<&str> = faults.iter().map(|fault| fault.detail.as_str()).collect();
                return Err(refused(details.join("; ")));
            }
        };
        let granted = self.granted.map_or(Capabilities::All, Capabilities::Only);
        let started = runner.loaded.start(&Purpose::Run(granted)).map_err(|failed| refused(failed.fault.detail))?;
        let mut guest = started.guest;
        if let Some(name) = self.package {
            world_of(&mut guest).rename(name);
        }
        Ok(Server::of(guest))
    }
}

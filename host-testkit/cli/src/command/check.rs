//! `anyhost check`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhost_abi::{Dialect, HOSTS, Host};
use anyhost_testkit::{Config, Verdict as Judgement, junit, sarif};

use crate::args::{self, Word};
use crate::failure::Failure;
use crate::format::text;
use crate::out::Out;
use crate::subject::{self, Loaded, Plugins, Subject};
use crate::{Verdict, help};

const COMMAND: &str = "check";
const OPTIONS: &[&str] = &["host", "dialect", "set", "strict", "config", "format", "json", "help"];
const FORMATS: &[&str] = &["text", "json", "junit", "sarif"];

#[derive(Default)]
struct Options {
    path: Option<PathBuf>,
    hosts: Vec<&'static Host>,
    dialect: Option<String>,
    settings: Vec<(String, String)>,
    strict: bool,
    config: Option<PathBuf>,
    format: Option<String>,
}

pub(super) fn check(mut parser: lexopt::Parser, out: &mut Out) -> Result<Verdict, Failure> {
    let mut options = Options::default();
    while let Some(word) = args::next(&mut parser, COMMAND, OPTIONS)? {
        match word {
            Word::Value(value) => args::path(&mut options.path, value, COMMAND)?,
            Word::Help => {
                out.line(help::CHECK)?;
                return Ok(Verdict::Well);
            }
            Word::Long(name) => options.take(&name, &mut parser)?,
        }
    }
    let path = args::required(options.path.clone(), COMMAND)?;
    options.validate()?;
    let subject = Subject::of(&path)?;
    let (file, mut config) = options.config(&subject)?;
    config.policy.strict |= options.strict;
    let verdicts = options.verdicts(&path, &subject, &config)?;
    let file = file.as_deref().map(subject::shown);
    let unused = config.policy.unused(&verdicts);
    match options.format.as_deref() {
        Some("json") if file.is_none() => out.json(&serde_json::json!({ "verdicts": verdicts }))?,
        Some("json") => out.json(&serde_json::json!({ "verdicts": verdicts, "config": file, "unused_waivers": unused }))?,
        Some("junit") => out.line(junit(&verdicts).trim_end())?,
        Some("sarif") => out.line(sarif(&verdicts).trim_end())?,
        _ => {
            if let Some(file) = &file {
                out.line(format!("by {file}"))?;
            }
            text::check(&verdicts, out)?;
            for waiver in &unused {
                out.line(format!("the waiver of {} waives nothing: remove it ({})", waiver.rule, waiver.reason))?;
            }
        }
    }
    let conforms = |verdict: &Judgement| verdict.conforms == Some(true);
    let well = if options.hosts.is_empty() { verdicts.iter().any(conforms) } else { verdicts.iter().all(conforms) };
    Ok(well.into())
}

impl Options {
    fn take(&mut self, name: &str, parser: &mut lexopt::Parser) -> Result<(), Failure> {
        match name {
            "host" => args::hosts(parser, &mut self.hosts)?,
            "dialect" => self.dialect = Some(args::text(parser)?),
            "set" => self.settings.push(args::pair(parser)?),
            "strict" => self.strict = true,
            "config" => self.config = Some(parser.value()?.into()),
            "json" => self.format("json")?,
            _ => {
                let format = args::text(parser)?;
                if !FORMATS.contains(&format.as_str()) {
                    return Err(
                        Failure::new(format!("there is no format `{format}`")).help(format!("formats: {}", FORMATS.join(", ")))
                    );
                }
                self.format(&format)?;
            }
        }
        Ok(())
    }

    fn format(&mut self, format: &str) -> Result<(), Failure> {
        match self.format.replace(format.to_owned()) {
            Some(before) if before != format => Err(Failure::new(format!("two formats: {before} and {format}"))),
            _ => Ok(()),
        }
    }

    /// The named file, or the one in the plugin's folder.
    fn config(&self, subject: &Subject) -> Result<(Option<PathBuf>, Config), Failure> {
        Ok(match &self.config {
            Some(file) => (Some(file.clone()), Config::read(file)?),
            None => match Config::beside(subject.folder())? {
                Some((file, config)) => (Some(file), config),
                None => (None, Config::default()),
            },
        })
    }

    fn verdicts(&self, path: &Path, subject: &Subject, config: &Config) -> Result<Vec<Judgement>, Failure> {
        let mut verdicts = Vec::new();
        match subject.plugins(&self.hosts)? {
            Plugins::Named(plugins) => {
                plugins.iter().try_for_each(|(host, loaded)| self.judge(subject, loaded, host, config, &mut verdicts))?;
            }
            Plugins::Any(loaded) => {
                HOSTS.iter().try_for_each(|host| self.judge(subject, &loaded, host, config, &mut verdicts))?;
            }
        }
        if verdicts.is_empty() {
            return Err(self.nothing_to_judge(path));
        }
        Ok(verdicts)
    }

    /// What is wrong with the command line is said before anything is built.
    fn validate(&self) -> Result<(), Failure> {
        for host in &self.hosts {
            self.dialects(host, None)?;
        }
        let hosts = if self.hosts.is_empty() { HOSTS } else { &self.hosts };
        let keys: BTreeSet<&str> = hosts.iter().flat_map(|host| host.switches).map(|switch| switch.key).collect();
        match self.settings.iter().find(|(key, _)| !keys.contains(key.as_str())) {
            None => Ok(()),
            Some((key, _)) => {
                let failure = Failure::new(format!("none of these hosts has a switch `{key}`"));
                Err(failure.help("`anyhost hosts HOST` lists a host's switches"))
            }
        }
    }

    fn judge(
        &self,
        subject: &Subject,
        loaded: &Loaded,
        host: &'static Host,
        config: &Config,
        verdicts: &mut Vec<Judgement>,
    ) -> Result<(), Failure> {
        for dialect in self.dialects(host, loaded.dialect(host))? {
            let loaded = subject.serving(loaded.clone(), dialect)?;
            // A switch of one host says nothing to the others.
            let has = |key: &str| {
                let here = |dialects: &[&str]| dialects.is_empty() || dialects.contains(&dialect.id);
                host.switches.iter().any(|switch| switch.key == key && here(switch.dialects))
            };
            let pairs = self.settings.iter().filter(|(key, _)| has(key));
            let pairs: Vec<(&str, &str)> = pairs.map(|(key, value)| (key.as_str(), value.as_str())).collect();
            let settings = config.settings(host, dialect, &pairs)?;
            let target = loaded.target(host, dialect, &settings);
            verdicts.push(anyhost_testkit::check_by(&loaded.bytes, &loaded.file, &target, &config.policy)?);
        }
        Ok(())
    }

    /// The dialects to judge by: all, the named one, or the default. A host that was not named and does not have the named
    /// one is passed over.
    fn dialects(&self, host: &'static Host, default: Option<&'static Dialect>) -> Result<Vec<&'static Dialect>, Failure> {
        match self.dialect.as_deref() {
            None => Ok(default.or_else(|| host.dialect(None)).into_iter().collect()),
            Some("all") => Ok(host.dialects.iter().collect()),
            Some(id) if self.hosts.is_empty() => Ok(host.dialect(Some(id)).into_iter().collect()),
            Some(id) => Ok(vec![args::dialect(host, id)?]),
        }
    }

    fn nothing_to_judge(&self, path: &Path) -> Failure {
        let id = self.dialect.as_deref().unwrap_or_default();
        Failure::new(format!("{}: no host here has a dialect `{id}`", path.display())).help("`anyhost hosts` lists dialects")
    }
}

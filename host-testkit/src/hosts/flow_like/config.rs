//! What the switches mean.

use std::time::Duration;

use anyhost_abi::flow_like::{PERMISSIVE, Preset, RESTRICTIVE, STANDARD, sandbox};
use anyhost_abi::{Dialect, ResultAt};

use crate::request::Capabilities;
use crate::settings::Settings;
use crate::target::Target;

/// How a Flow-Like host is set.
#[derive(Debug, Clone)]
pub(super) struct Config {
    pub(super) dialect: &'static Dialect,
    /// E2 and not E1: its imports, `reset_scratch`, fuel for each call, definitions without capabilities.
    pub(super) second: bool,
    /// Host functions see guest memory.
    pub(super) sees_memory: bool,
    /// Memory grows for the input of a module without an allocator.
    pub(super) grows: bool,
    /// Only permissions of the list.
    pub(super) closed_list: bool,
    /// What has effects is not granted.
    shadow: bool,
    /// Dialect `docs`: pointers without a length.
    pub(super) docs: bool,
    /// Pages of memory, where the host enforces a limit.
    pub(super) pages: Option<u64>,
    /// The same as the switch says it.
    pub(super) by_hand: Option<u64>,
    pub(super) fuel: u64,
    /// Given by hand: then nothing of anyhost's own shortens it.
    pub(super) time: (Duration, bool),
    pub(super) stack_bytes: u64,
    /// Absent inputs get their defaults.
    pub(super) defaults: bool,
    /// A failed call closes the package.
    pub(super) closes: bool,
    /// The input is overwritten after `dealloc`.
    pub(super) scribble: bool,
    /// Getters return a copy in the guest.
    pub(super) guest_alloc: bool,
    /// The flow's filter, if it was set.
    pub(super) filter: Option<u32>,
    /// What is granted, whatever the package asks for.
    grants: Grants,
}

#[derive(Debug, Clone, Copy)]
enum Grants {
    Asked,
    Bits(u32),
}

impl Config {
    pub(super) fn new(target: &Target<'_>) -> Self {
        let settings = target.settings;
        let docs = target.dialect.memory.result == ResultAt::SelfDelimiting;
        // The documented dialect has none of these switches: nothing is said of them.
        let is = |key: &str, value: &str| settings.get(key) == value;
        let preset = preset(settings);
        let grants = match settings.get("capabilities") {
            "all" => Grants::Bits(sandbox::capability::ALL),
            "standard" => Grants::Bits(sandbox::capability::STANDARD),
            "none" => Grants::Bits(sandbox::capability::NONE),
            _ if preset.name == RESTRICTIVE.name => Grants::Bits(preset.capabilities),
            _ => Grants::Asked,
        };
        Self {
            dialect: target.dialect,
            second: !is("epoch", "1"),
            sees_memory: !is("host_memory", "hidden"),
            grows: !is("growth", "never"),
            closed_list: is("permissions", "closed"),
            shadow: is("shadow", "on"),
            docs,
            by_hand: settings.number("memory_pages"),
            pages: (!is("memory", "unlimited")).then(|| settings.number("memory_pages").unwrap_or(preset.memory_pages)),
            fuel: settings.number("fuel").unwrap_or(preset.fuel),
            time: match settings.number("timeout_ms") {
                Some(ms) => (Duration::from_millis(ms), true),
                None => (Duration::from_millis(preset.timeout_ms), false),
            },
            stack_bytes: preset.stack_bytes,
            defaults: is("inputs", "defaults"),
            closes: is("after_failure", "closed"),
            scribble: is("scribble", "on"),
            guest_alloc: is("getters", "guest-alloc"),
            filter: settings.given("log_level").and_then(|level| level.parse().ok()),
            grants,
        }
    }

    /// Whether what is granted depends on what the package asks for.
    pub(super) fn grants_what_is_asked(&self) -> bool {
        matches!(self.grants, Grants::Asked)
    }

    /// What an instance that was given `asked` is granted.
    pub(super) fn granted(&self, asked: &Capabilities) -> Capabilities {
        // What a check takes away stays away.
        if *asked == Capabilities::None {
            return Capabilities::None;
        }
        let stripped = if self.shadow { sandbox::capability::SIDE_EFFECTS } else { sandbox::capability::NONE };
        let of = |asked: &Capabilities| {
            let granted = |(name, bit): (&str, u32)| {
                let wanted = match self.grants {
                    Grants::Asked => asked.grant(name),
                    Grants::Bits(bits) => bits & bit != 0,
                };
                wanted && bit & stripped == 0
            };
            sandbox::CAPABILITIES.iter().filter(|row| granted(**row)).map(|row| row.0.to_owned()).collect()
        };
        match asked {
            Capabilities::ByNode(nodes) => {
                let nodes = nodes.iter().map(|(node, names)| (node.clone(), of(&Capabilities::Only(names.clone()))));
                Capabilities::ByNode(nodes.collect())
            }
            asked => Capabilities::Only(of(asked)),
        }
    }
}

fn preset(settings: &Settings) -> Preset {
    let name = settings.get("preset");
    [RESTRICTIVE, PERMISSIVE].into_iter().find(|preset| preset.name == name).unwrap_or(STANDARD)
}

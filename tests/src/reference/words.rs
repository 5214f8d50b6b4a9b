//! The data's enums in words.

use anyhost_abi::{Exceptions, Freed, Input, Kind, Level, Lifetime, Mark, Need, ResultAt, Role, Shape, Support};

/// How parameters of imports are written.
pub(super) const TYPES: &[(&str, &str)] = &[
    ("i32", "one `i32`: a number, a flag, or a pointer to something of fixed size"),
    ("i64", "one `i64`"),
    ("f64", "one `f64`"),
    ("text", "UTF-8, as pointer and length: `(i32, i32)`"),
    ("JSON", "JSON text, as pointer and length: `(i32, i32)`"),
    ("bytes", "any bytes, as pointer and length: `(i32, i32)`"),
    ("buffer", "the caller's room to be written to, as pointer and capacity: `(i32, i32)`"),
];

pub(super) const LEVELS: &[(Level, &str)] = &[
    (Level::Error, "breaks when the host calls as it really does"),
    (
        Level::Warning,
        "breaks only under calls that the real host does not make today, or works by luck; an error with `--strict`",
    ),
    (Level::Note, "worth knowing"),
];

pub(super) fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Node => "nodes: functions with typed inputs and outputs",
        Shape::Route => "HTTP handlers",
        Shape::Stateful => "one object that is kept, with handlers",
    }
}

pub(super) fn support(support: Support) -> &'static str {
    match support {
        Support::Built => "yes",
        Support::DataOnly(_) => "not yet",
    }
}

pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Core => "core module",
        Kind::Reactor => "core module, initialised once",
        Kind::Component => "component",
    }
}

pub(super) fn lifetime(lifetime: Lifetime) -> &'static str {
    match lifetime {
        Lifetime::Kept => "kept: many calls on one instance",
        Lifetime::PerCall => "a fresh one for each call",
    }
}

pub(super) fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Observed => "run on the real host",
        Mark::ObservedPartly => "run on the real host with a stand-in for what surrounds it, or with a fix of a later version",
        Mark::StandIn => "run on a stand-in built on the engine that the host names",
        Mark::Read => "only read, in source or documents",
        Mark::Deduced => "a deduction or a recommendation",
        Mark::Own => "anyhost's own",
    }
}

pub(super) fn need(need: Need) -> String {
    match need {
        Need::Required => "required".to_owned(),
        Need::OneOf(group) => format!("one of those for the {group}"),
        Need::Optional => "optional".to_owned(),
        Need::Ignored => "never looked at".to_owned(),
    }
}

pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Memory => "the linear memory",
        Role::Allocate => "gives the host room",
        Role::Deallocate => "takes a buffer back",
        Role::Definition => "describes the only node: one JSON object",
        Role::Definitions => "describes all nodes: a JSON array",
        Role::Call => "runs a node",
        Role::AbiVersion => "number of the ABI",
        Role::ResetScratch => "called between calls of a kept instance",
        Role::Initialize => "called once after instantiation",
        Role::Start => "entry of a command; a plugin should have none",
        Role::Drop => "said to be called at the end",
        Role::PluginId => "the plugin's id",
        Role::PluginName => "the plugin's name for people",
        Role::ConfigSchema => "the JSON Schema of the configuration",
        Role::Endpoints => "lists the HTTP endpoints",
        Role::PluginStart => "starts the plugin",
        Role::PluginStop => "stops the plugin",
        Role::Poll => "called at fixed times while the plugin runs",
        Role::Event => "told of what happened",
        Role::Endpoint => "answers HTTP requests",
        Role::Put => "answers requests to set a value",
        Role::Provider => "answers for a group of exports",
        Role::PanicText => "read by a testkit after a trap",
        _ => "of no use to plugins of anyhost",
    }
}

pub(super) fn input(input: Input) -> &'static str {
    match input {
        Input::Allocated => "the host asks the plugin's allocator for room and writes it there",
        Input::Grown => "the host grows memory and writes it there",
        Input::Canonical => "canonical ABI",
    }
}

pub(super) fn result(result: ResultAt) -> &'static str {
    match result {
        ResultAt::Packed => "packed: `pointer << 32 | length` in an `i64`",
        ResultAt::SelfDelimiting => "a pointer to JSON that ends itself, without a length",
        ResultAt::Prefixed => "a pointer to a `u32` length, little-endian, and so many bytes",
        ResultAt::CallersBuffer => "in a buffer of the caller, whose length is returned",
        ResultAt::Canonical => "canonical ABI",
    }
}

pub(super) fn freed(freed: Freed) -> &'static str {
    match freed {
        Freed::BeforeResult => "before the host reads the result",
        Freed::AfterResult => "after the host has read the result",
        Freed::Never => "never",
        Freed::Unsaid => "not said: at any time, or never",
    }
}

/// Whether a panic can unwind.
pub(super) fn exceptions(exceptions: Exceptions) -> String {
    match exceptions {
        Exceptions::Taken => "the engine takes WebAssembly exceptions".to_owned(),
        Exceptions::Refused(reason) => format!("the engine takes no WebAssembly exceptions: {reason}"),
        Exceptions::Unknown => "not known".to_owned(),
    }
}

/// Where a row holds.
pub(super) fn dialects(dialects: &[&str]) -> String {
    dialects.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

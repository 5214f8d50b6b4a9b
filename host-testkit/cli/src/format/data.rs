//! A host's data as JSON, and its parts in words.

use anyhost_abi::{Dialect, Export, Host, Import, Name, Need, Offer, Shape, Source, Support};
use serde_json::{Value, json};

/// All that is known of a host.
pub(crate) fn host(host: &Host) -> Value {
    let switches = host.switches.iter().map(|switch| {
        json!({
            "key": switch.key, "values": switch.values, "default": switch.values.first(), "does": switch.does,
            "dialects": switch.dialects, "source": source(&switch.source),
        })
    });
    let rules = host.rules.iter().map(|rule| {
        json!({
            "id": rule.id, "level": rule.level.as_str(), "title": rule.title, "breaks": rule.breaks, "fix": rule.fix,
            "dialects": rule.dialects, "source": source(&rule.source),
        })
    });
    json!({
        "id": host.id,
        "title": host.title,
        "prefix": host.prefix,
        "shape": match host.shape { Shape::Node => "node", Shape::Route => "route", Shape::Stateful => "stateful" },
        "support": support(host.support),
        "dialects": host.dialects.iter().map(dialect).collect::<Vec<_>>(),
        "switches": switches.collect::<Vec<_>>(),
        "capabilities": host.capabilities,
        "rules": rules.collect::<Vec<_>>(),
    })
}

fn dialect(dialect: &Dialect) -> Value {
    let exports = dialect.exports.iter().map(|export| {
        json!({
            "name": name(export), "type": signature(export), "need": need(export.need), "emitted": export.emit,
            "source": source(&export.source),
        })
    });
    let limits = dialect.limits.iter().map(
        |limit| json!({ "name": limit.name, "value": limit.value, "excess": limit.excess, "source": source(&limit.source) }),
    );
    let files = dialect
        .files
        .iter()
        .map(|file| json!({ "name": file.name, "does": file.does, "generated": file.generated, "source": source(&file.source) }));
    json!({
        "id": dialect.id,
        "summary": dialect.summary,
        "kind": dialect.kind.as_str(),
        "support": support(dialect.support),
        "target": dialect.target,
        "lifetime": dialect.lifetime.as_str(),
        "failure": dialect.failure,
        "exports": exports.collect::<Vec<_>>(),
        "imports": dialect.imports.iter().map(import).collect::<Vec<_>>(),
        "limits": limits.collect::<Vec<_>>(),
        "files": files.collect::<Vec<_>>(),
        "source": source(&dialect.source),
    })
}

fn import(import: &Import) -> Value {
    let ty = import.is_typed().then(|| import.ty().to_string());
    let offer = match import.offer {
        Offer::Wrapped(path) => json!({ "wrapped": path }),
        Offer::Std(path) => json!({ "std": path }),
        Offer::Never(reason) => json!({ "never": reason }),
        Offer::NotBuilt(reason) => json!({ "not_built": reason }),
    };
    json!({
        "module": import.module, "name": import.name, "type": ty,
        "params": import.args.iter().map(|arg| arg.name).collect::<Vec<_>>(),
        "capability": import.capability, "since": import.since, "offer": offer, "does": import.does,
        "source": source(&import.source),
    })
}

fn support(support: Support) -> Value {
    match support {
        Support::Built => json!({ "built": true }),
        Support::DataOnly(reason) => json!({ "built": false, "reason": reason }),
    }
}

fn source(source: &Source) -> Value {
    json!({ "mark": source.mark.as_str(), "at": source.at })
}

/// An export's name, or the rule for it.
pub(crate) fn name(export: &Export) -> String {
    match export.name {
        Name::Fixed(name) => name.to_owned(),
        Name::Derived(rule) => format!("<{rule}>"),
    }
}

/// An export's type, where it is a function of a known one.
pub(crate) fn signature(export: &Export) -> String {
    export.signature.map_or_else(String::new, |signature| signature.to_string())
}

/// Whether a host needs an export.
pub(crate) fn need(need: Need) -> String {
    match need {
        Need::Required => "required".to_owned(),
        Need::OneOf(group) => format!("one of: {group}"),
        Need::Optional => "optional".to_owned(),
        Need::Ignored => "not looked at".to_owned(),
    }
}

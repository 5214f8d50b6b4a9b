//! Every row of every host is complete and consistent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};

use anyhost_abi::{
    Dialect, HOSTS, Host, Kind, Name, Need, NodeWire, Offer, Ret, Role, Shape, Source, Support, flow_like, host, nlink,
};

fn dialects() -> impl Iterator<Item = (&'static Host, &'static Dialect)> {
    HOSTS.iter().flat_map(|host| host.dialects.iter().map(move |dialect| (*host, dialect)))
}

fn place(host: &Host, dialect: &Dialect) -> String {
    format!("{}/{}", host.id, dialect.id)
}

fn unique<'a>(what: &str, names: impl IntoIterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for name in names {
        assert!(!name.trim().is_empty(), "{what}: an empty name");
        assert!(seen.insert(name), "{what}: `{name}` twice");
    }
}

fn text(what: &str, text: &str) {
    assert!(!text.trim().is_empty(), "{what}: empty text");
    assert_eq!(text, text.trim(), "{what}: space around the text");
    assert!(!text.contains("  ") && !text.contains('\n'), "{what}: `{text}` has broken spaces");
}

fn source(what: &str, source: Source) {
    text(&format!("{what}: source"), source.at);
    assert!(!source.at.contains('§'), "{what}: `{}` names a section of a page that readers do not have", source.at);
}

#[test]
fn names_are_unique() {
    unique("hosts", HOSTS.iter().map(|host| host.id));
    unique("prefixes", HOSTS.iter().map(|host| host.prefix));
    for host in HOSTS {
        unique(host.id, host.dialects.iter().map(|dialect| dialect.id));
        unique(host.id, host.switches.iter().map(|switch| switch.key));
        unique(host.id, host.capabilities.iter().copied());
    }
    for (host, dialect) in dialects() {
        let at = place(host, dialect);
        unique(&at, dialect.exports.iter().filter_map(|export| export.name.fixed()));
        unique(&at, dialect.limits.iter().map(|limit| limit.name));
        unique(&at, dialect.files.iter().map(|file| file.name));
        let imports: Vec<_> = dialect.imports.iter().map(|import| format!("{}::{}", import.module, import.name)).collect();
        unique(&at, imports.iter().map(String::as_str));
    }
    unique("rules", HOSTS.iter().flat_map(|host| host.rules).map(|rule| rule.id));
}

#[test]
fn lookups_find_what_is_there() {
    for found in HOSTS {
        assert_eq!(host(found.id).map(|host| host.title), Some(found.title));
        for rule in found.rules {
            assert_eq!(found.rule(rule.id).map(|rule| rule.title), Some(rule.title));
        }
    }
    assert!(host("nowhere").is_none());
}

#[test]
fn every_fact_has_text_and_a_source() {
    for host in HOSTS {
        text(host.id, host.title);
        for switch in host.switches {
            let what = format!("{} switch {}", host.id, switch.key);
            text(&what, switch.does);
            source(&what, switch.source);
            assert!(switch.values.len() > 1, "{what}: nothing to choose from");
            unique(&what, switch.values.iter().copied());
            assert!(!switch.values[0].starts_with('<'), "{what}: the default is no value");
        }
    }
    for (host, dialect) in dialects() {
        let at = place(host, dialect);
        text(&at, dialect.summary);
        text(&at, dialect.failure);
        text(&at, dialect.target);
        source(&at, dialect.source);
        for export in dialect.exports {
            let (Name::Fixed(name) | Name::Derived(name)) = export.name;
            text(&at, name);
            source(&format!("{at} export {name}"), export.source);
        }
        for import in dialect.imports {
            let what = format!("{at} import {}::{}", import.module, import.name);
            text(&what, import.does);
            source(&what, import.source);
            let (Offer::Wrapped(offer) | Offer::Std(offer) | Offer::Never(offer) | Offer::NotBuilt(offer)) = import.offer;
            text(&what, offer);
        }
        for limit in dialect.limits {
            let what = format!("{at} limit {}", limit.name);
            text(&what, limit.excess);
            source(&what, limit.source);
            assert!(limit.value > 0, "{what} is 0");
        }
        for file in dialect.files {
            let what = format!("{at} file {}", file.name);
            text(&what, file.does);
            source(&what, file.source);
        }
    }
}

#[test]
fn rules_are_complete() {
    for host in HOSTS {
        if host.support == Support::Built {
            assert!(!host.rules.is_empty(), "{} is built and has no rules", host.id);
        }
        for rule in host.rules {
            let number = rule.id.strip_prefix(host.prefix);
            let number = number.unwrap_or_else(|| panic!("{}: {} has another prefix", host.id, rule.id));
            assert!(number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()), "{}: not three digits", rule.id);
            text(rule.id, rule.title);
            text(rule.id, rule.breaks);
            text(rule.id, rule.fix);
            source(rule.id, rule.source);
            assert!(!rule.title.ends_with('.'), "{}: the title is no sentence of its own", rule.id);
            for id in rule.dialects {
                assert!(host.dialect(Some(id)).is_some(), "{}: no dialect `{id}`", rule.id);
            }
        }
        for rule in host.rules {
            let groups = host.groups.iter().filter(|group| rule.id.starts_with(group.prefix));
            assert_eq!(groups.count(), 1, "{}: not in one group", rule.id);
        }
        assert!(host.rules.is_sorted_by_key(|rule| rule.id), "{}: rules out of order", host.id);
        for switch in host.switches {
            for id in switch.dialects {
                assert!(host.dialect(Some(id)).is_some(), "{}: switch {} has no dialect `{id}`", host.id, switch.key);
            }
        }
    }
}

#[test]
fn versions_set_switches() {
    for host in HOSTS {
        assert!(host.unjudged().is_some(), "{}: no rule 000", host.id);
        unique(host.id, host.versions.iter().map(|version| version.id));
        let switch = |key: &str| host.switches.iter().find(|switch| switch.key == key);
        for version in host.versions {
            let what = format!("{} {}", host.id, version.id);
            text(&what, version.summary);
            source(&what, version.source);
            for (key, value) in version.sets {
                assert!(switch(key).unwrap().values.contains(value), "{what}: {key}={value}");
                assert!(switch(value).is_none(), "{what}: {key}={value} leaves it to another switch");
            }
        }
        // A value that is a version's switch is what the versions say, for each value of that one.
        for follower in host.switches {
            let leads = |key: &&&str| host.versions.iter().any(|version| version.sets.iter().any(|set| set.0 == **key));
            let leader = follower.values.iter().filter(leads).find_map(|key| switch(key));
            let Some(leader) = leader else { continue };
            for value in leader.values {
                let version = host.versions.iter().find(|version| version.sets.contains(&(leader.key, value)));
                let set = version.is_some_and(|version| version.sets.iter().any(|(key, _)| *key == follower.key));
                assert!(set, "{}: {} with {}={value}", host.id, follower.key, leader.key);
            }
        }
    }
}

#[test]
fn exports_can_be_emitted() {
    for (host, dialect) in dialects() {
        let at = place(host, dialect);
        let built = dialect.support == Support::Built;
        let mut groups = BTreeMap::new();
        for export in dialect.exports {
            if export.emit && built && dialect.kind != Kind::Component {
                assert!(export.signature.is_some(), "{at}: {:?} is emitted without a type", export.name);
            }
            match export.need {
                Need::Required if built && export.role != Role::Memory => {
                    assert!(export.emit, "{at}: {:?} is required and not emitted", export.name);
                }
                Need::OneOf(group) => *groups.entry(group).or_insert(false) |= export.emit,
                _ => {}
            }
        }
        for (group, emitted) in groups {
            assert!(emitted || !built, "{at}: none of the group `{group}` is emitted");
        }
        // The macros choose a body by its role.
        let roles: Vec<_> = dialect.exports.iter().filter(|export| export.emit && built).map(|export| export.role).collect();
        for role in &roles {
            let many = matches!(role, Role::Provider | Role::Other);
            assert!(many || roles.iter().filter(|other| *other == role).count() == 1, "{at}: {role:?} is emitted twice");
        }
    }
}

#[test]
fn imports_are_typed_and_offered() {
    for (host, dialect) in dialects() {
        let room = host.id.replace('-', "_");
        for import in dialect.imports {
            let what = format!("{} import {}::{}", place(host, dialect), import.module, import.name);
            let wit = matches!(import.result, Ret::Wit(_));
            assert!(!wit || import.args.is_empty(), "{what}: a WIT type and arguments");
            assert!(!wit || dialect.kind == Kind::Component, "{what}: a WIT type in a core module");
            unique(&what, import.args.iter().map(|arg| arg.name));
            let absent = import.args.iter().filter(|arg| arg.absent.is_some()).count();
            assert_eq!(import.optional(), absent, "{what}: an argument that may be left out before one that may not");
            for name in import.capability.into_iter().flat_map(str::split_whitespace) {
                assert!(host.capabilities.contains(&name), "{what}: no capability `{name}`");
            }
            if let Offer::Wrapped(path) = import.offer {
                assert!(path.starts_with(&format!("{room}::")), "{what}: `{path}` is in another room");
                assert!(import.is_typed(), "{what}: wrapped without a type");
            }
        }
    }
}

#[test]
fn node_hosts_have_json() {
    for (host, dialect) in dialects().filter(|(_, dialect)| dialect.support == Support::Built) {
        let Some(wire) = dialect.node else {
            assert_ne!(host.shape, Shape::Node, "{}: no JSON of a call", place(host, dialect));
            continue;
        };
        assert_eq!(wire.host, host.id);
        for outputs in ["", "\"a\":1", "\"a\":{\"b\":[]},\"c\":\"}\""] {
            for execs in if wire.exec { &["", "\"x\"", "\"x\",\"y\""][..] } else { &[""] } {
                balanced(&format!("{}{outputs}{}{execs}{}", wire.ok.0, wire.ok.1, wire.ok.2));
            }
        }
        if let Some(items) = wire.items {
            let item = format!("{}{{\"a\":1}}{}", items.item.0, items.item.1);
            for all in [String::new(), item.clone(), format!("{item},{item}")] {
                balanced(&format!("{}{all}{}", items.list.0, items.list.1));
            }
            assert_eq!(format!("{}{}{{", items.list.0, items.item.0), wire.ok.0, "one item is a list of one");
        }
        balanced(&failure(wire, "no"));
    }
}

fn failure(wire: &NodeWire, error: &str) -> String {
    format!("{}{error}{}", wire.err.0, wire.err.1)
}

/// One value whose brackets close in order, with no comma before a closing one: enough to see a wrong constant.
fn balanced(json: &str) {
    let (mut open, mut string, mut last, mut values) = (Vec::new(), false, ' ', 0);
    for letter in json.chars() {
        if string {
            string = letter != '"';
        } else {
            assert!(!open.is_empty() || "{[".contains(letter), "{json}: text after the value");
            match letter {
                '"' => {
                    assert!("{[,:".contains(last), "{json}: a comma is missing");
                    string = true;
                }
                '{' | '[' => {
                    values += usize::from(open.is_empty());
                    open.push(if letter == '{' { '}' } else { ']' });
                }
                '}' | ']' => {
                    assert_eq!(open.pop(), Some(letter), "{json}");
                    assert!(!",:".contains(last), "{json}: `{last}` before `{letter}`");
                }
                _ => {}
            }
        }
        last = letter;
    }
    assert!(open.is_empty() && !string && values == 1, "{json}: not one value");
}

#[test]
fn flow_like_names_agree() {
    use flow_like::{json, sandbox};
    assert_eq!(json::context::FIELDS.len(), 9);
    assert_eq!(sandbox::CAPABILITIES.iter().fold(0, |bits, row| bits | row.1), sandbox::capability::ALL);
    assert_eq!(sandbox::permission("storage:write"), Some(6));
    assert_eq!(sandbox::permission("storage:node"), None);
    assert_eq!(json::canonical("i64"), Some("Integer"));
    assert_eq!(json::canonical("Exec"), Some(json::EXECUTION));
    assert_eq!(json::canonical("text"), None);
    assert!(json::DATA_TYPES.iter().all(|row| json::canonical(row.0) == Some(row.0)));
    let source = flow_like::HOST.dialect(None).unwrap();
    let types = |module, name| {
        let import = source.import(module, name).unwrap();
        (import.params().count(), import.results().len())
    };
    assert_eq!(types("flowlike_http", "request"), (7, 1));
    assert_eq!(types("flowlike_log", "log_json"), (5, 0));
    assert_eq!(types("flowlike_storage", "write_request"), (4, 1));
    assert_eq!(types("wasi_snapshot_preview1", "path_open"), (9, 1));
    for preset in [flow_like::STANDARD, flow_like::RESTRICTIVE, flow_like::PERMISSIVE] {
        let switch = flow_like::HOST.switches.iter().find(|switch| switch.key == "preset").unwrap();
        assert!(switch.values.contains(&preset.name));
    }
}

#[test]
fn flow_like_judges_imports() {
    for import in flow_like::HOST.dialect(None).unwrap().imports {
        let rule = flow_like::rules::import_rule(import);
        let harmless =
            ["log_json", "is_streaming", "get_log_level", "write_request", "write_chunk_request", "write_finish_request"];
        let expected = !matches!(import.offer, Offer::Wrapped(_)) && !harmless.contains(&import.name);
        assert_eq!(rule.is_some(), expected, "{}::{}", import.module, import.name);
        if import.name.starts_with("get_") && matches!(import.result, Ret::Packed(_)) {
            assert_eq!(rule.unwrap().id, flow_like::rules::GETTER_IMPORT.id);
        }
    }
}

#[test]
fn signalk_functions_are_all_decided() {
    let host = host("signalk").unwrap();
    for import in host.dialects.iter().flat_map(|dialect| dialect.imports) {
        assert!(!matches!(import.offer, Offer::NotBuilt(_)), "{}::{}", import.module, import.name);
        let std = matches!(import.offer, Offer::Std(_));
        assert!(!std || import.module == "wasi_snapshot_preview1", "{}::{}", import.module, import.name);
    }
    // A guest may declare it as the documentation does.
    let message = host.dialect(None).unwrap().import("env", "sk_handle_message").unwrap();
    assert_eq!((message.optional(), message.params().count()), (1, 3));
    let receive = host.dialect(None).unwrap().import("env", "sk_udp_recv").unwrap();
    assert_eq!((receive.optional(), receive.params().count()), (0, 5));
}

#[test]
fn nlink_has_all_of_wasi() {
    let docs = nlink::HOST.dialect(None).unwrap();
    assert_eq!(docs.imports.len(), 46);
    assert!(docs.imports.iter().all(|import| import.module == "wasi_snapshot_preview1"));
}

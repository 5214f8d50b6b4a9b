//! `ui::check` against the host's own parser and validation, which are published as `orbis-plugin-api`.
#![allow(clippy::unwrap_used, clippy::panic)]

use anyhost_abi::orbis::ui::{
    ACTIONS, ARG_MAPPING, COMPONENT, DIALOG, EVENTS, Field, HOOKS, Kind, Need, Object, PAGE, Problem, STATE_FIELD, STATE_TYPES,
    TOAST_LEVELS, check,
};
use orbis_plugin_api::PluginManifest;
use proptest::prelude::*;
use serde_json::{Value, json};

/// What the host says of pages.
fn host(pages: &str) -> Result<(), String> {
    let manifest = format!(r#"{{"name":"a","version":"1.0.0","pages":{pages}}}"#);
    let manifest: PluginManifest = serde_json::from_str(&manifest).map_err(|error| error.to_string())?;
    manifest.validate().map_err(|error| error.to_string())
}

/// Asks both; they agree, also on the text of what is read and then refused.
#[track_caller]
fn verdict(pages: &str) -> bool {
    let (ours, theirs) = (check(pages), host(pages));
    assert_eq!(ours.is_ok(), theirs.is_ok(), "{pages}\nours: {ours:?}\ntheirs: {theirs:?}");
    if let (Err(error), Err(said)) = (ours, &theirs) {
        let invalid = matches!(error.problem, Problem::Invalid(text) if *said == format!("Invalid UI schema: {text}"));
        let validated = said.starts_with("Invalid ");
        assert_eq!(invalid, validated, "{pages}\nours: {error:?}\ntheirs: {said}");
    }
    ours.is_ok()
}

/// The least value of a kind that is taken.
fn least(kind: Kind) -> Value {
    match kind {
        Kind::Any => json!(null),
        Kind::Text | Kind::ActionType => json!("/x"),
        Kind::Flag => json!(true),
        Kind::Whole(..) => json!(0),
        Kind::Choice(words) => json!(words[0]),
        Kind::List(_) => json!([]),
        Kind::Map(_) => json!({}),
        Kind::Object(of) => object(of),
        Kind::Component => object(&COMPONENT),
        Kind::Action => json!({ "type": "close_dialog" }),
    }
}

/// The least object that is taken.
fn object(of: &Object) -> Value {
    let required = of.fields.iter().filter(|field| field.need == Need::Required);
    required.map(|field| (field.name.to_owned(), member(of, field))).collect::<serde_json::Map<_, _>>().into()
}

fn member(of: &Object, field: &Field) -> Value {
    if matches!(field.kind, Kind::ActionType) { json!(of.name) } else { least(field.kind) }
}

/// Pages around a value.
type Around = Box<dyn Fn(&Value) -> Value>;

/// Every object of the schema, with pages around one.
fn objects() -> Vec<(&'static Object, Around)> {
    fn page(key: &str, value: &Value) -> Value {
        let mut page = object(&PAGE);
        page[key] = value.clone();
        json!([page])
    }
    let mut all: Vec<(&'static Object, Around)> = vec![
        (&PAGE, Box::new(|value| json!([value]))),
        (&STATE_FIELD, Box::new(|value| page("state", &json!({ "a": value })))),
        (&HOOKS, Box::new(|value| page("hooks", value))),
        (&DIALOG, Box::new(|value| page("dialogs", &json!([value])))),
        (&COMPONENT, Box::new(|value| page("sections", &json!([{ "type": "Box", "children": [value] }])))),
        (&EVENTS, Box::new(|value| page("sections", &json!([{ "type": "Box", "events": value }])))),
        (
            &ARG_MAPPING,
            Box::new(|value| page("actions", &json!({ "a": { "type": "call_api", "api": "x", "map_args": [value] } }))),
        ),
    ];
    for action in ACTIONS {
        all.push((action, Box::new(|value| page("actions", &json!({ "a": value })))));
    }
    all
}

const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1.0",
    "1e2",
    "-1",
    "-2147483648",
    "-2147483649",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "18446744073709551616",
    "1e308",
    "1.8e308",
    "0e999",
    r#""""#,
    r#""x""#,
    r#""/""#,
    r#""\/x""#,
    r#""\u002fx""#,
    r#""é""#,
    r#""\ud83d\ude00""#,
    "[]",
    "{}",
    "[null]",
    "[1]",
    r#"["a"]"#,
    r#"["a",1]"#,
    r#"{"a":null}"#,
    r#"{"a":"b"}"#,
    r#"{"a":{"type":"copy","text":""}}"#,
    r#"[{"type":"Box"}]"#,
    r#"[{"type":""}]"#,
    r#"{"type":""}"#,
    r#"[{"type":"nothing"}]"#,
    r#"[{"type":"copy","text":"t"}]"#,
    r#"{"type":"copy","text":"t"}"#,
    r#"{"text":"t","type":"copy"}"#,
    r#"[{"from":"a","to":"b"}]"#,
    r#"[{"from":"a"}]"#,
    r#"{"a":{"type":"string"}}"#,
    r#"{"a":{"type":"text"}}"#,
    r#"{"on_mount":[]}"#,
    r#"{"on_click":null}"#,
    r#""string""#,
    r#""error""#,
    r#""fatal""#,
    r#""copy""#,
    r#""validate_form""#,
];

#[test]
fn every_row_is_as_the_host_has_it() {
    let mut rows = 0;
    for (of, around) in objects() {
        let whole = object(of);
        assert!(verdict(&around(&whole).to_string()), "{}: {whole}", of.name);
        for field in of.fields {
            rows += 1;
            // Left out.
            let mut without = whole.clone();
            without.as_object_mut().unwrap().remove(field.name);
            assert_eq!(verdict(&around(&without).to_string()), field.need != Need::Required, "{}.{}", of.name, field.name);
            // Given, with every value. JSON as it is written, which a `Value` would not keep.
            for value in VALUES.iter().copied().chain([member(of, field).to_string().as_str()]) {
                let mut with = without.clone();
                with["\u{1}"] = json!(0);
                let text = around(&with).to_string().replacen(r#""\u0001":0"#, &format!("\"{}\":{value}", field.name), 1);
                verdict(&text);
            }
            // Null.
            let mut null = whole.clone();
            null[field.name] = json!(null);
            assert_eq!(verdict(&around(&null).to_string()), field.need == Need::Nullable, "{}.{}", of.name, field.name);
            // Twice, once with an escape in the key.
            let value = member(of, field);
            let mut twice = without.clone();
            twice["\u{1}"] = json!(0);
            let first = field.name.as_bytes()[0];
            let both = format!(r#""{}":{value},"\u{first:04x}{}":{value}"#, field.name, &field.name[1..]);
            let text = around(&twice).to_string().replacen(r#""\u0001":0"#, &both, 1);
            assert!(!verdict(&text), "{text}");
            assert_eq!(check(&text).unwrap_err().problem, Problem::Twice);
        }
        // What the host does not know it passes over, or keeps.
        let mut more = whole.clone();
        more["unknown"] = json!({ "any": [1, null] });
        assert!(verdict(&around(&more).to_string()));
    }
    assert_eq!(rows, 16 + 4 + 4 + 6 + 7 + 11 + 2 + 5 + 10 + 4 + 5 + 3 + 2 + 4 + 3 + 4 + 3 + 3 + 3 + 3);
}

#[test]
fn choices_and_actions_are_those_of_the_host() {
    let page = |key: &str, value: Value| json!([{ "route": "/", "title": "t", "sections": [], key: value }]).to_string();
    for word in STATE_TYPES.iter().chain(&["text", "String", ""]) {
        assert_eq!(verdict(&page("state", json!({ "a": { "type": word } }))), STATE_TYPES.contains(word), "{word}");
    }
    for word in TOAST_LEVELS.iter().chain(&["fatal", ""]) {
        let toast = json!({ "a": { "type": "show_toast", "message": "", "level": word } });
        assert_eq!(verdict(&page("actions", toast)), TOAST_LEVELS.contains(word), "{word}");
    }
    // The UI has them, the parser has not.
    for word in ["validate_form", "reset_form", "download", ""] {
        let text = page("hooks", json!({ "on_mount": [{ "type": word }] }));
        assert!(!verdict(&text), "{word}");
        assert_eq!(check(&text).unwrap_err().problem, Problem::NoAction);
    }
    assert!(verdict(&page("hooks", json!({ "on_mount": [{ "type": "update_state", "path": "a", "mode": 7 }] }))));
    // An action inside of an action, whose type is not the outer one's.
    let inner = r#"[{"route":"/","title":"t","sections":[],"actions":{"a":{"action":{"x":{"type":7},"text":"t","type":"copy"},"delay_ms":1,"type":"debounced_action"}}}]"#;
    assert!(verdict(inner));
    assert!(!verdict(&inner.replace("\"text\"", "\"test\"")));
}

#[test]
fn what_is_no_json_is_refused_as_the_host_does() {
    for text in [
        "",
        " ",
        "[",
        "]",
        "[]]",
        "[] x",
        "[,]",
        "[{}]",
        "[{\"route\"}]",
        "null",
        "{}",
        "\"x\"",
        "\u{feff}[]",
        "[]\0",
        " [ ] \n\t\r",
        r#"[{"route":"/","title":"t","sections":[],}]"#,
        r#"[{"route":"/","title":"t","sections":[]},]"#,
        r#"[{"route":"/" "title":"t","sections":[]}]"#,
        r#"[{route:"/","title":"t","sections":[]}]"#,
        r#"[{"route":"/","title":"t","sections":[]}]"#,
    ] {
        verdict(text);
    }
    let with = |value: &str| format!(r#"[{{"route":"/","title":"t","sections":[{{"type":"a","x":{value}}}]}}]"#);
    for value in [
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "1e+5",
        "1E-5",
        "- 1",
        "tru",
        "True",
        "nul",
        "nan",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\\ud800\\ud800\"",
        "\"\\ud83d\\ude00\"",
        "\"a\nb\"",
        "\"\u{7f}\"",
        "[1,,2]",
        "[1 2]",
        "{\"a\" 1}",
        "{1:2}",
        "[[]",
        "{\"a\":1,}",
        "1e309",
        "-1e309",
        "17976931348623157e292",
        "179769313486231571e291",
        "1e99999999999999999999",
        "1e-99999",
        "0.0e99999",
        "123456789012345678901234567890",
        "00",
        "-01",
    ] {
        verdict(&with(value));
        // As what an action drops.
        let text = with(&format!("1}}],\"actions\":{{\"a\":{{\"y\":{value},\"type\":\"close_dialog\"}}}},\"z\":[{{\"t\":1"));
        verdict(&text);
    }
}

#[test]
fn it_is_read_as_deep_as_the_host_reads() {
    for depth in [1, 100, 122, 123, 124, 200] {
        let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let taken = verdict(&format!(r#"[{{"route":"/","title":"t","sections":[{{"type":"a","x":{nested}}}]}}]"#));
        assert_eq!(taken, depth <= 122, "{depth}");
    }
}

#[test]
fn errors_say_where_and_what() {
    let tell = |json: &str| check(json).unwrap_err().to_string();
    let page = |more: &str| format!("[{{\"route\": \"/\",\n \"title\": \"t\",\n \"sections\": []{more}}}]");
    assert_eq!(
        tell(&page(",\"menu_order\": \"1\"")),
        "line 3, column 31: `menu_order` of a page: expected a whole number from -2147483648 to 2147483647"
    );
    assert_eq!(tell(&page(",\"icon\": 1")), "line 3, column 25: `icon` of a page: expected a text");
    assert_eq!(tell(&page(",\"permissions\": [\"a\", 1]")), "line 3, column 38: `permissions` of a page: expected a text");
    assert_eq!(
        tell(&page(",\"actions\": {\"a\": {\"type\": \"show_toast\", \"level\": \"fatal\"}}")),
        "line 3, column 66: `level` of a show_toast: expected info, success, warning or error"
    );
    assert_eq!(
        tell(&page(",\"actions\": {\"a\": {\"type\": \"download\"}}")),
        "line 3, column 43: `type` of an action: the host knows no such action, and does not load a manifest that has one: update_state, \
         call_api, navigate, show_toast, show_dialog, close_dialog, debounced_action, set_loading, conditional, sequence, copy, \
         open_url or emit"
    );
    assert_eq!(tell(&page(",\"hooks\": {\"on_mount\": 1}")), "line 3, column 39: `on_mount` of hooks: expected an array");
    assert_eq!(
        tell(r#"[{"route": "x", "title": "t", "sections": []}]"#),
        "line 1, column 12: `route` of a page: the host says: Page route must start with '/'"
    );
    assert_eq!(tell("[1]"), "line 1, column 2: expected a page, which is an object");
    assert_eq!(tell("[{}"), "line 1, column 2: `route` of a page is missing");
    assert_eq!(tell("[[]]"), "line 1, column 2: expected a page, which is an object");
    assert_eq!(tell("{}"), "line 1, column 1: expected an array");
}

#[test]
fn constants_are_checked() {
    const PAGES: &str = r#"[{"route":"/","title":"","sections":[]}]"#;
    const ERROR: anyhost_abi::orbis::ui::Error = match check(PAGES) {
        Ok(()) => panic!("a page without a title"),
        Err(error) => error,
    };
    const TEXT: &str = ERROR.message().as_str();
    assert_eq!(TEXT, "line 1, column 23: `title` of a page: the host says: Page title is required");
}

/// Pages of a size that nobody reads by eye.
#[allow(long_running_const_eval)]
mod long {
    use anyhost_abi::orbis::ui::check;

    const PAGE: &str = concat!(
        r#"{"route":"/a","title":"A page","sections":[{"type":"Form","fields":[{"id":"search","label":"Search"}],"children":[{"type":"Button","#,
        r#""events":{"on_click":[{"type":"call_api","api":"plugin.list","on_success":[{"type":"update_state","path":"a","value":1.5}]}]}}]}]}"#
    );
    const COUNT: usize = 100_000 / PAGE.len() + 1;
    const LEN: usize = COUNT * (PAGE.len() + 1) + 1;
    static BYTES: [u8; LEN] = {
        let (mut bytes, mut i) = ([b' '; LEN], 0);
        while i < LEN - 1 {
            let at = i % (PAGE.len() + 1);
            bytes[i] = if at > 0 {
                PAGE.as_bytes()[at - 1]
            } else if i == 0 {
                b'['
            } else {
                b','
            };
            i += 1;
        }
        bytes[LEN - 1] = b']';
        bytes
    };
    const CHECKED: bool = match core::str::from_utf8(&BYTES) {
        Ok(json) => check(json).is_ok(),
        Err(_) => false,
    };

    #[test]
    fn they_are_checked_in_a_constant() {
        assert!(CHECKED && BYTES.len() > 100_000);
    }
}

/// Values that are often what the schema wants.
fn value(kind: Kind, depth: u32) -> BoxedStrategy<Value> {
    let some = match kind {
        Kind::List(of) if depth > 0 => prop::collection::vec(value(*of, depth - 1), 0..3).prop_map(Value::from).boxed(),
        Kind::Map(of) if depth > 0 => prop::collection::btree_map("[ab]", value(*of, depth - 1), 0..3)
            .prop_map(|map| Value::Object(map.into_iter().collect()))
            .boxed(),
        Kind::Object(of) if depth > 0 => members(of, depth),
        Kind::Component if depth > 0 => members(&COMPONENT, depth),
        Kind::Action if depth > 0 => (0..ACTIONS.len()).prop_flat_map(move |i| members(&ACTIONS[i], depth)).boxed(),
        Kind::Choice(words) => prop::sample::select(words).prop_map(Value::from).boxed(),
        kind => Just(least(kind)).boxed(),
    };
    let wrong = prop::sample::select(VALUES).prop_map(|text| serde_json::from_str(text).unwrap_or(Value::Null));
    prop_oneof![60 => some, 1 => wrong].boxed()
}

fn members(of: &'static Object, depth: u32) -> BoxedStrategy<Value> {
    let fields: Vec<_> = of
        .fields
        .iter()
        .map(|field| {
            let given = if field.need == Need::Required { 0.98 } else { 0.3 };
            let value =
                if matches!(field.kind, Kind::ActionType) { Just(json!(of.name)).boxed() } else { value(field.kind, depth - 1) };
            prop::option::weighted(given, value).prop_map(|value| value.map(|value| (field.name.to_owned(), value)))
        })
        .collect();
    fields.prop_map(|fields| Value::Object(fields.into_iter().flatten().collect())).boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn it_is_as_the_host_on_pages_of_all_forms(pages in prop::collection::vec(value(Kind::Object(&PAGE), 6), 0..3)) {
        verdict(&Value::from(pages).to_string());
    }

    #[test]
    fn it_is_as_the_host_on_text_that_was_damaged(
        pages in prop::collection::vec(value(Kind::Object(&PAGE), 5), 1..2),
        at in any::<prop::sample::Index>(),
        byte in prop::sample::select(&b"{}[]:,\"\\ 019-.eEtfn/a\n"[..]),
        how in 0..3,
    ) {
        let mut text = Value::from(pages).to_string().into_bytes();
        let at = at.index(text.len());
        match how {
            0 => text[at] = byte,
            1 => text.insert(at, byte),
            _ => _ = text.remove(at),
        }
        if let Ok(text) = core::str::from_utf8(&text) {
            verdict(text);
        }
    }

    #[test]
    fn it_never_panics(text in ".{0,60}") {
        _ = check(&text);
    }
}

#![allow(clippy::unwrap_used)]

use super::*;
use crate::orbis::pages;
use anyhost_abi::orbis::ui::{ACTIONS, COMPONENT, DIALOG, EVENTS, HOOKS, Kind, Object, PAGE, STATE_FIELD, check};
use serde_json::Value as Json;
use std::collections::BTreeSet;

const COPY: Action<'_> = Action::Copy(Copy::new("t").show_notification(true));
const LIST: &[Action<'_>] = &[COPY];

/// All that a page can have.
const EVERYTHING: &str = pages![
    Page::new(
        "/a\"b",
        "Title\n",
        &[Component::new("Box")
            .id("i")
            .class_name("c")
            .style(Value::Object(&[
                ("color", Value::Text("red")),
                ("margins", Value::List(&[Value::Number(-7), Value::Json("1.5")]))
            ]))
            .visible(Value::Flag(false))
            .children(&[Component::new("Leaf").props(&[]), Component::new("Leaf")])
            .events(
                Events::new()
                    .on_click(LIST)
                    .on_change(LIST)
                    .on_submit(LIST)
                    .on_focus(LIST)
                    .on_blur(LIST)
                    .on_row_click(LIST)
                    .on_select(LIST)
                    .on_page_change(LIST)
                    .on_sort_change(LIST)
                    .on_close(LIST)
                    .on_open(LIST)
            )
            .props(&[("label", Value::Text("L")), ("least", Value::Number(i64::MIN)), ("none", Value::Null)])],
    )
    .icon("I")
    .description("")
    .show_in_menu(false)
    .menu_order(i32::MIN)
    .parent_route("/")
    .requires_auth(false)
    .permissions(&["a", "b"])
    .roles(&[])
    .state(&[
        ("s", StateField::new(StateType::String).default(Value::Text("")).nullable(true).description("d")),
        ("n", StateField::new(StateType::Number)),
        ("b", StateField::new(StateType::Boolean)),
        ("o", StateField::new(StateType::Object)),
        ("a", StateField::new(StateType::Array)),
    ])
    .computed(&[("c", "s + 1"), ("d", "c")])
    .actions(&[
        ("1", Action::UpdateState(UpdateState::new("p").value(Value::Null).from("f").merge(true))),
        (
            "2",
            Action::CallApi(
                CallApi::new("plugin.x")
                    .name("n")
                    .method("POST")
                    .args_from_state(&["s"])
                    .map_args(&[("a", "b"), ("c", "d")])
                    .body(Value::Object(&[]))
                    .on_success(LIST)
                    .on_error(LIST)
                    .on_finally(LIST)
            )
        ),
        ("3", Action::Navigate(Navigate::new("/").replace(true).params(&[("a", "b")]))),
        ("4", Action::ShowToast(ShowToast::new(ToastLevel::Info, "m").title("t").duration(u32::MAX))),
        ("5", Action::ShowToast(ShowToast::new(ToastLevel::Success, "m"))),
        ("6", Action::ShowToast(ShowToast::new(ToastLevel::Warning, "m"))),
        ("7", Action::ShowToast(ShowToast::new(ToastLevel::Error, "m"))),
        ("8", Action::ShowDialog(ShowDialog::new("d").data(&[("a", "b")]))),
        ("9", Action::CloseDialog(CloseDialog::new().dialog_id("d"))),
        ("10", Action::CloseDialog(CloseDialog::new())),
        ("11", Action::DebouncedAction(DebouncedAction::new(0, &COPY).key("k"))),
        ("12", Action::SetLoading(SetLoading::new(true).target("t"))),
        ("13", Action::Conditional(Conditional::new("c", LIST).else_actions(&[]))),
        ("14", Action::Sequence(Sequence::new(&[COPY, COPY]).stop_on_error(true))),
        ("15", COPY),
        ("16", Action::OpenUrl(OpenUrl::new("u").new_tab(true))),
        ("17", Action::Emit(Emit::new("e").payload(&[("p", Value::Number(i64::MAX))]))),
    ])
    .hooks(Hooks::new().on_mount(LIST).on_unmount(LIST).on_params_change(&[]).on_query_change(LIST))
    .dialogs(&[Dialog::new("d", Component::new("X")).title("t").description("d").footer(Component::new("Y")).size("lg")]),
    Page::new("/", "t", &[]),
];

fn keys(of: &Json) -> BTreeSet<&str> {
    of.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn all_of_the_schema_is_there() {
    let pages: Json = serde_json::from_str(EVERYTHING).unwrap();
    let page = &pages[0];
    let all = |of: &Object| of.fields.iter().map(|field| field.name).collect::<BTreeSet<_>>();
    assert_eq!(keys(page), all(&PAGE));
    assert_eq!(keys(&page["state"]["s"]), all(&STATE_FIELD));
    assert_eq!(keys(&page["hooks"]), all(&HOOKS));
    assert_eq!(keys(&page["dialogs"][0]), all(&DIALOG));
    let component = &page["sections"][0];
    assert!(keys(component).is_superset(&all(&COMPONENT)));
    assert_eq!(keys(&component["events"]), all(&EVENTS));
    let actions: Vec<_> = page["actions"].as_object().unwrap().values().collect();
    for action in ACTIONS {
        let same: Vec<_> = actions.iter().filter(|json| json["type"] == action.name).collect();
        assert!(same.iter().any(|json| keys(json) == all(action)), "{}: {same:?}", action.name);
    }
    // Of each choice, all are there.
    let of_state: BTreeSet<_> =
        page["state"].as_object().unwrap().values().map(|field| field["type"].as_str().unwrap()).collect();
    assert!(matches!(STATE_FIELD.fields[0].kind, Kind::Choice(types) if of_state == types.iter().copied().collect()));
}

#[test]
fn values_are_what_they_were() {
    let pages: Json = serde_json::from_str(EVERYTHING).unwrap();
    let (page, least) = (&pages[0], &pages[1]);
    assert_eq!((page["route"].as_str(), page["title"].as_str()), (Some("/a\"b"), Some("Title\n")));
    assert_eq!(page["menu_order"], i32::MIN);
    let component = &page["sections"][0];
    assert_eq!(component["style"].to_string(), r#"{"color":"red","margins":[-7,1.5]}"#);
    assert_eq!((component["least"].as_i64(), &component["none"]), (Some(i64::MIN), &Json::Null));
    assert_eq!(component["children"].to_string(), r#"[{"type":"Leaf"},{"type":"Leaf"}]"#);
    assert_eq!(page["actions"]["2"]["map_args"].to_string(), r#"[{"from":"a","to":"b"},{"from":"c","to":"d"}]"#);
    assert_eq!(page["actions"]["4"]["duration"], u32::MAX);
    assert_eq!(page["actions"]["17"]["payload"]["p"], i64::MAX);
    assert_eq!(least.to_string(), r#"{"route":"/","sections":[],"title":"t"}"#);
    assert_eq!(pages![], "[]");
}

#[test]
fn what_the_host_refuses_is_refused() {
    for (page, text) in [
        (Page::new("a", "t", &[]), "Page route must start with '/'"),
        (Page::new("/", "", &[]), "Page title is required"),
        (Page::new("/", "t", &[Component::new("")]), "Component type is required"),
        (Page::new("/", "t", &[Component::new("a").props(&[("type", Value::Null)])]), "`type` of a component is there twice"),
        (Page::new("/", "t", &[Component::new("a").visible(Value::Json("tru"))]), "expected a value"),
    ] {
        let mut out = Text::<2000>::new();
        all(&mut out, &[page]);
        let len = out.len();
        let json = String::from_utf8(out.into_bytes()[..len].to_vec()).unwrap();
        let error = check(&json).unwrap_err().to_string();
        assert!(error.contains(text), "{json}: {error}");
    }
}

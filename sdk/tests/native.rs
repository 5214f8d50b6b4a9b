//! Plugins without wasm: called as functions with a mock, and answering contexts as the wasm would.
#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used, clippy::panic)]

use anyhost::flow_like::{Context, Level, LogLevel, Mock};
use anyhost::node;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A node for two hosts.
#[node(nlink, flow_like)]
fn shout(#[pin(default = "hey")] text: &str) -> String {
    text.to_uppercase()
}

mod inner {
    /// Its module is private, and so is the node.
    #[anyhost::plugin(flow_like)]
    pub(super) mod nodes {
        use anyhost::flow_like::{Context, LogLevel};

        /// Uses all of the context; it may stand anywhere.
        #[node(outputs("ids", "time", "random"))]
        pub(super) fn ask(to: u32, cx: &Context<'_>, #[pin(default = false)] fail: bool) -> (String, u64, u64) {
            assert!(!fail, "told to");
            if cx.is_streaming() {
                (0..to).for_each(|i| cx.stream_text(&i.to_string()));
            }
            if cx.log_level() > LogLevel::Debug {
                cx.warn("not all is kept");
            }
            let ids = [cx.node_id(), cx.run_id(), cx.app_id(), cx.board_id(), cx.user_id()].join(" ");
            (ids, cx.time_now(), cx.random())
        }

        /// Takes none.
        #[node]
        pub(super) fn plain() {}
    }

    pub(super) use nodes::__anyhost_answer as answer;

    pub(super) fn nodes_ask(to: u32, cx: &super::Context<'_>) -> (String, u64, u64) {
        nodes::ask(to, cx, false)
    }
}

/// A context that is called otherwise.
type Flow<'a> = Context<'a>;

mod marked {
    use super::Flow;

    use anyhost::flow_like::Level;

    #[anyhost::node(flow_like)]
    pub(super) fn marked(#[pin(context)] cx: &Flow<'_>) {
        cx.trace("t");
        cx.debug("d");
        cx.info("i");
        cx.error("e");
        cx.log(Level::Warn, "w");
    }
}

fn answer(context: &str, answers: &[(&str, &str)]) -> (String, Vec<String>) {
    let mut calls = Vec::new();
    let mut answer = |function: &str, args: &[&[u8]]| {
        let args: Vec<_> = args.iter().map(|arg| String::from_utf8_lossy(arg)).collect();
        calls.push(format!("{function} {args:?}"));
        answers.iter().find(|answer| answer.0 == function).map(|answer| answer.1.into())
    };
    let result = inner::answer("flow-like", "source", context.as_bytes(), &mut answer).unwrap();
    (String::from_utf8(result).unwrap(), calls)
}

#[test]
fn a_lone_node_answers_for_each_of_its_hosts() {
    let mut none = |_: &str, _: &[&[u8]]| None;
    let mut answer = |host, dialect, context: &str| {
        let bytes = shout::__anyhost_answer(host, dialect, context.as_bytes(), &mut none)?;
        Some(String::from_utf8(bytes).unwrap())
    };
    assert_eq!(answer("nlink", "docs", r#"{"params":{"text":"é"}}"#).unwrap(), r#"[{"json":{"output":"É"}}]"#);
    assert_eq!(
        answer("flow-like", "source", "{}").unwrap(),
        r#"{"error":null,"outputs":{"output":"HEY"},"activate_exec":["exec_out"]}"#
    );
    assert_eq!(answer("flow-like", "docs", "{}"), None);
    assert_eq!(answer("nlink", "source", "{}"), None);
    assert!(answer("nlink", "docs", "{").unwrap().starts_with(r#"{"error":"invalid context"#));
}

#[test]
fn calls_of_the_host_go_to_who_answers() {
    let context = r#"{"node_id":"n\u0031","inputs":{"to":2},"run_id":"r","app_id":null,"user_id":"","stream_state":true,
        "log_level":2,"node_name":"ask"}"#;
    let (result, calls) = answer(context, &[("flowlike_meta.time_now", "17"), ("flowlike_meta.random", "-1")]);
    assert_eq!(
        result,
        r#"{"error":null,"outputs":{"ids":"n1 r   ","time":17,"random":18446744073709551615},"activate_exec":["exec_out"]}"#
    );
    assert_eq!(
        calls,
        [
            r#"flowlike_stream.text ["0"]"#,
            r#"flowlike_stream.text ["1"]"#,
            r#"flowlike_log.warn ["not all is kept"]"#,
            "flowlike_meta.time_now []",
            "flowlike_meta.random []",
        ]
    );
    let (result, calls) = answer(r#"{"node_name":"plain","node_id":5}"#, &[]);
    assert_eq!((result.as_str(), calls.len()), (r#"{"error":null,"outputs":{},"activate_exec":["exec_out"]}"#, 0));
}

fn panic_of(run: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => (*payload.downcast::<&str>().unwrap()).to_owned(),
    }
}

#[test]
fn a_panic_comes_through() {
    let context = r#"{"inputs":{"to":0,"fail":true},"node_name":"ask"}"#;
    assert_eq!(panic_of(|| _ = answer(context, &[])), "told to");
}

#[test]
fn a_mock_gives_ids_and_flags() {
    let mock = Mock::new().node_id("n").run_id("r").app_id("a").board_id("b").user_id("u").log_level(LogLevel::Fatal);
    let cx = mock.context();
    assert_eq!([cx.node_id(), cx.run_id(), cx.app_id(), cx.board_id(), cx.user_id()], ["n", "r", "a", "b", "u"]);
    assert_eq!((cx.log_level(), cx.is_streaming()), (LogLevel::Fatal, false));
    assert_eq!(Mock::new().context().log_level(), LogLevel::Debug);
}

#[test]
fn a_mock_takes_what_it_expects() {
    let mock = Mock::new().streaming(true).expect_stream_text("0").expect_time_now(u64::MAX).expect_random(9);
    assert_eq!(inner::nodes_ask(1, &mock.context()), ("    ".to_owned(), u64::MAX, 9));
    let mock = Mock::new()
        .expect_log(Level::Trace, "t")
        .expect_log(Level::Debug, "d")
        .expect_log(Level::Info, "i")
        .expect_log(Level::Error, "e")
        .expect_log(Level::Warn, "w");
    marked::marked(&mock.context());
    marked::marked(&Mock::new().allow_logs().context());
}

#[test]
fn a_mock_refuses_what_it_does_not_expect() {
    for (text, mock) in [
        (
            "the node called `flowlike_log.trace(\"t\")`, and the mock expects nothing: if it should, add \
             `.expect_log(Level::Trace, \"t\")`",
            Mock::new(),
        ),
        (
            "the node called `flowlike_log.debug(\"d\")`, and the mock expects `flowlike_log.debug(\"x\")`: if it should, add \
             `.expect_log(Level::Debug, \"d\")`",
            Mock::new().expect_log(Level::Trace, "t").expect_log(Level::Debug, "x"),
        ),
        (
            "the node called `flowlike_log.trace(\"t\")`, and the mock expects `flowlike_meta.time_now()`: if it should, add \
             `.expect_log(Level::Trace, \"t\")`",
            Mock::new().expect_time_now(5),
        ),
    ] {
        let mock = std::mem::ManuallyDrop::new(mock);
        assert_eq!(panic_of(|| marked::marked(&mock.context())), text);
    }
    for (text, call) in [
        ("`.expect_stream_text(\"x\")`", (|cx| cx.stream_text("x")) as fn(&Context<'_>)),
        ("`.expect_time_now(0)`", |cx| _ = cx.time_now()),
        ("`.expect_random(0)`", |cx| _ = cx.random()),
    ] {
        let said = panic_of(|| call(&Mock::new().allow_logs().context()));
        assert!(said.ends_with(text), "{said}");
    }
}

#[test]
fn a_mock_misses_what_did_not_happen() {
    let text = panic_of(|| drop(Mock::new().expect_log(Level::Info, "a").expect_random(1)));
    assert_eq!(
        text,
        "the node did not call `flowlike_log.info(\"a\")`, `flowlike_meta.random()`: remove what is not expected, or let the \
         node call it"
    );
    // The first panic is the one that is reported.
    let text = panic_of(|| {
        let _mock = Mock::new().expect_random(1);
        panic!("first");
    });
    assert_eq!(text, "first");
}

#![allow(clippy::unwrap_used, clippy::panic)]

use super::{Arg, Host, install, is_installed, number, scope, tell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

fn texts(args: &[&[u8]]) -> Vec<String> {
    args.iter().map(|arg| String::from_utf8_lossy(arg).into_owned()).collect()
}

#[test]
fn calls_reach_the_innermost_scope_only() {
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    scope(
        &mut |function, args| {
            outer.push(format!("{function} {:?}", texts(args)));
            Some("7".into())
        },
        || {
            tell("m.a", &mut [Arg::Text("1")]);
            scope(
                &mut |function, _| {
                    inner.push(function.to_owned());
                    None
                },
                || tell("m.b", &mut []),
            );
            assert_eq!(number::<i64>("m.c", &mut []), 7);
        },
    );
    assert_eq!((outer, inner), (vec!["m.a [\"1\"]".to_owned(), "m.c []".into()], vec!["m.b".into()]));
}

fn panic_of(run: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
    payload.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[test]
fn a_call_without_an_answer_panics_and_leaves_nothing_behind() {
    let text = panic_of(|| tell("m.a", &mut []));
    assert!(text.contains("there is no host that `m.a` could reach"), "{text}");
    let text = panic_of(|| scope(&mut |_, _| None, || _ = number::<i64>("m.a", &mut [])));
    assert_eq!(text, "nothing answers `m.a`, which returns a number");
    let text = panic_of(|| scope(&mut |_, _| Some("x".into()), || _ = number::<i64>("m.a", &mut [])));
    assert!(text.contains("`m.a` was answered by \"x\""), "{text}");
    // From inside of an answer there is nobody to ask.
    let text = panic_of(|| scope(&mut |_, _| Some(number::<i64>("m.b", &mut []).to_string().into()), || tell("m.a", &mut [])));
    assert!(text.contains("`m.b`"), "{text}");
    assert!(!super::is_answered());
}

/// Calls again from inside of itself, as hosts do that are re-entrant.
struct Again;

impl Host for Again {
    fn call(&self, function: &str, args: &mut [Arg<'_>]) -> Option<Vec<u8>> {
        match args {
            [Arg::Number(0)] => Some("0".into()),
            [Arg::Number(depth)] => Some((1 + number::<i32>(function, &mut [Arg::Number(*depth - 1)])).to_string().into()),
            [Arg::Bytes(bytes), Arg::Buffer(buffer)] => {
                buffer.copy_from_slice(bytes);
                None
            }
            _ => None,
        }
    }
}

#[test]
fn an_installed_host_answers_while_it_lives() {
    let host: Rc<dyn Host> = Rc::new(Again);
    install(&host);
    assert_eq!(number::<i32>("m.a", &mut [Arg::Number(3)]), 3);
    let mut buffer = [0; 2];
    tell("m.b", &mut [Arg::Bytes(b"hi"), Arg::Buffer(&mut buffer)]);
    assert_eq!(&buffer, b"hi");
    // Whoever runs the plugin comes first, and is told texts.
    let mut told = Vec::new();
    let mut calls = |_: &str, args: &[&[u8]]| {
        told = texts(args);
        None
    };
    scope(&mut calls, || tell("m.c", &mut [Arg::Bytes(b"b"), Arg::Buffer(&mut [0; 5]), Arg::Number(-1)]));
    assert_eq!(told, ["b", "5", "-1"]);
    drop(host);
    assert!(!is_installed());
    assert!(panic_of(|| tell("m.a", &mut [])).contains("`m.a`"));
}

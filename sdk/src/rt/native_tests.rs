#![allow(clippy::unwrap_used, clippy::panic)]

use super::{number, scope, tell};
use std::panic::{AssertUnwindSafe, catch_unwind};

#[test]
fn calls_reach_the_innermost_scope_only() {
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    scope(
        &mut |function, args| {
            outer.push(format!("{function} {args:?}"));
            Some("7".into())
        },
        || {
            tell("m.a", &["1"]);
            scope(
                &mut |function, _| {
                    inner.push(function.to_owned());
                    None
                },
                || tell("m.b", &[]),
            );
            assert_eq!(number::<i64>("m.c", &[]), 7);
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
    let text = panic_of(|| tell("m.a", &[]));
    assert!(text.contains("there is no host that `m.a` could reach"), "{text}");
    let text = panic_of(|| scope(&mut |_, _| None, || _ = number::<i64>("m.a", &[])));
    assert_eq!(text, "nothing answers `m.a`, which returns a number");
    let text = panic_of(|| scope(&mut |_, _| Some("x".into()), || _ = number::<i64>("m.a", &[])));
    assert!(text.contains("`m.a` was answered by \"x\""), "{text}");
    // From inside of an answer there is nobody to ask.
    let text = panic_of(|| scope(&mut |_, _| number::<i64>("m.b", &[]).to_string().into(), || tell("m.a", &[])));
    assert!(text.contains("`m.b`"), "{text}");
    assert!(!super::is_answered());
}

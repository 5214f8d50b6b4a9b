//! What outlives an instance: state, and nothing else.

use anyhost_testkit::Request;

use super::guest::Guest;
use super::{result, with};

/// Counts in state, and in a global.
const COUNT: &str = "(local $b i32)
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (if (i32.eqz (call $state_get (i32.const 256) (i32.const 1))) (then
        (drop (call $state_set (i32.const 256) (i32.const 1) (i32.const 257) (i32.const 1)))
        (return (call $number (global.get $count)))))
    (local.set $b (call $state_get (i32.const 256) (i32.const 1)))
    (i32.store8 offset=4 (local.get $b) (i32.add (i32.const 1) (i32.load8_u offset=4 (local.get $b))))
    (drop (call $state_set (i32.const 256) (i32.const 1) (i32.add (local.get $b) (i32.const 4)) (i32.const 1)))
    (i32.store8 offset=4 (local.get $b) (i32.add (i32.const 48) (global.get $count)))
    (local.get $b)";

fn guest() -> Guest {
    Guest::default().imports().with("(global $count (mut i32) (i32.const 0))").text(256, "k1").handler("count", COUNT)
}

#[test]
fn instances_are_fresh() {
    let request = Request { repeat: 4, ..Request::route("POST /count") };
    let report = with(&[], &guest(), &request);
    // The global is 1 again in the last call, in which the state is 3.
    assert_eq!(result(&report), 1);
    let args: Vec<_> =
        report.calls.iter().filter(|call| call.import == "env.state_set").map(|call| call.args[1].clone()).collect();
    assert_eq!(args, [4]);
}

#[test]
fn runs_do_not_share_state() {
    for _ in 0..2 {
        let report = with(&[], &guest(), &Request::route("POST /count"));
        assert_eq!(report.calls.last().unwrap().args[1], 1);
    }
}

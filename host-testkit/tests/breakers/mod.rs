//! One guest a rule.

#![allow(unreachable_pub)]

mod flow_like;
mod nlink;
mod orbis;
pub mod packages;
mod signalk;

use anyhost_abi::{Dialect, Import};
use anyhost_testkit::{Target, Verdict};

use crate::common::{Guest, settings};

pub struct Breaker {
    pub rule: &'static str,
    pub at: &'static str,
    pub settings: &'static [(&'static str, &'static str)],
    /// The dialect's imports, where the guest needs others than it has.
    pub rows: &'static [Import],
    pub wasm: Vec<u8>,
}

impl Breaker {
    /// The verdict on it.
    pub fn verdict(&self) -> Verdict {
        self.judge(&self.wasm)
    }

    /// The verdict on the sound guest of the same host, under the same settings.
    pub fn sound(&self) -> Verdict {
        let guest = match self.at {
            // Its result must not be static, which is the break of a rule.
            "nlink" => nlink::copying(),
            "flow-like/docs" => Guest::docs(),
            "orbis" => Guest::orbis(),
            "orbis/docs" => Guest::orbis_docs(),
            "signalk" => Guest::signalk(),
            _ => Guest::flow_like(),
        };
        self.judge(&guest.wasm())
    }

    fn judge(&self, wasm: &[u8]) -> Verdict {
        let (host, dialect, settings) = settings(self.at, self.settings);
        let dialect: &'static Dialect = match self.rows {
            [] => dialect,
            rows => Box::leak(Box::new(Dialect { imports: rows, ..*dialect })),
        };
        anyhost_testkit::check(wasm, "guest.wasm", &Target::new(host, dialect, &settings), false).unwrap()
    }
}

pub fn breakers() -> Vec<Breaker> {
    let mut all = flow_like::loading();
    all.extend(flow_like::definitions());
    all.extend(flow_like::calls());
    all.extend(flow_like::memory());
    all.extend(flow_like::docs());
    all.extend(nlink::loading());
    all.extend(nlink::calls());
    all.extend(nlink::memory());
    all.extend(orbis::loading());
    all.extend(orbis::imports());
    all.extend(orbis::calls());
    all.extend(orbis::results());
    all.extend(orbis::memory());
    all.extend(orbis::manifests());
    all.extend(orbis::pages());
    all.extend(orbis::bare());
    all.extend(orbis::docs());
    all.extend(signalk::loading());
    all.extend(signalk::imports());
    all.extend(signalk::config());
    all.extend(signalk::life());
    all.extend(signalk::buffers());
    all.extend(signalk::deltas());
    all.extend(signalk::http_rules());
    all.extend(signalk::puts());
    all.extend(signalk::providers());
    all
}

pub fn breaks(at: &'static str, rule: &'static str, guest: &Guest) -> Breaker {
    Breaker { rule, at, settings: &[], rows: &[], wasm: guest.wasm() }
}

/// A function without parameters and results.
pub fn func(name: &str, body: &str) -> String {
    format!(r#"(func (export "{name}") {body})"#)
}

/// An import.
pub fn import(module: &str, name: &str, ty: &str) -> String {
    format!(r#"(import "{module}" "{name}" (func {ty}))"#)
}

/// A body that traps where the condition holds, and else answers as the sound guest does.
pub fn trap_if(condition: &str, answer: i64) -> String {
    format!("(if {condition} (then unreachable)) (i64.const {answer})")
}

/// The byte of the context at this place.
pub fn byte(at: usize) -> String {
    format!("(i32.load8_u offset={at} (local.get $p))")
}

/// An allocator that never hands out the same place twice.
pub fn bump(name: &str) -> String {
    format!(
        r#"(global $heap (mut i32) (i32.const 65536))
        (func (export "{name}") (param $n i32) (result i32) (local $at i32)
          (local.set $at (global.get $heap))
          (global.set $heap (i32.add (i32.add (local.get $at) (local.get $n)) (i32.const 1)))
          (if (i32.gt_u (local.get $n) (i32.const 16777216)) (then unreachable))
          (block $ok (loop $more
            (br_if $ok (i32.lt_u (global.get $heap) (i32.mul (memory.size) (i32.const 65536))))
            (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))
            unreachable))
          (local.get $at))"#
    )
}

pub const ONCE: &str = "(global $called (mut i32) (i32.const 0))";

/// A body that does its work only at the first call.
pub fn once(answer: i64) -> String {
    format!("(if (global.get $called) (then unreachable)) (global.set $called (i32.const 1)) (i64.const {answer})")
}

/// Answers what is no object with `error`, and traps ever after.
pub fn sulk(error: i64, answer: i64) -> String {
    format!(
        "(if (global.get $called) (then unreachable))
        (if (i32.ne (i32.load8_u (local.get $p)) (i32.const 123)) (then (global.set $called (i32.const 1)) (return (i64.const {error}))))
        (i64.const {answer})"
    )
}

/// Reads the input of the call before, and traps if it was overwritten.
pub fn reads_before(answer: i64) -> String {
    format!(
        "(if (i32.and (i32.ne (global.get $before) (i32.const 0)) (i32.ne (i32.load8_u (global.get $before)) (i32.const 123)))
          (then unreachable))
        (global.set $before (local.get $p)) (i64.const {answer})"
    )
}

pub const BEFORE: &str = "(global $before (mut i32) (i32.const 0))";

/// Copies the result over the input, and returns it there.
pub fn alias(len: usize) -> String {
    format!(
        "(memory.copy (local.get $p) (i32.const 16384) (i32.const {len}))
        (i64.or (i64.shl (i64.extend_i32_u (local.get $p)) (i64.const 32)) (i64.const {len}))"
    )
}

/// Traps at its second call.
pub fn initialize_once() -> String {
    "(if (global.get $called) (then unreachable)) (global.set $called (i32.const 1))".into()
}

/// Globals, the bodies of allocator (`$n`, `$at`) and deallocator (`$p`, `$n`), and the condition on which the call (`$p`,
/// `$n`) traps. Each bears all that its host does.
pub type Hostile = (&'static str, &'static str, &'static str, &'static str);

const TWO: &str = "(global $a (mut i32) (i32.const 0)) (global $b (mut i32) (i32.const 0))";

/// An allocator in memory of the plugin's own, 60 KB of it.
const IN_PLACE: &str = "(if (i32.gt_u (local.get $n) (i32.const 60000)) (then unreachable)) (i32.const 65536)";

/// `reset_scratch` counts in `$a`: more than one call of it between two calls is too many.
pub const ORDER: Hostile = (TWO, IN_PLACE, "(global.set $a (i32.const 0))", "(i32.gt_u (global.get $a) (i32.const 1))");

/// An input that lies where the allocator never was.
pub const UNASKED: Hostile = (TWO, IN_PLACE, "", "(i32.ne (local.get $p) (i32.const 65536))");

/// The last input that got room is the one that is called with.
pub const INTERLEAVED: Hostile = (
    TWO,
    "(if (i32.gt_u (local.get $n) (i32.const 20000)) (then unreachable))
    (global.set $a (i32.sub (i32.const 30000) (global.get $a))) (i32.add (i32.const 65536) (global.get $a))",
    "",
    "(i32.ne (local.get $p) (i32.add (i32.const 65536) (global.get $a)))",
);

/// Each call follows an allocation.
pub const REUSED: Hostile = (
    TWO,
    "(if (i32.gt_u (local.get $n) (i32.const 60000)) (then unreachable)) (global.set $a (i32.const 1)) (i32.const 65536)",
    "",
    "(i32.eqz (global.get $a)) (then unreachable)) (global.set $a (i32.const 0)) (if (i32.const 0)",
);

/// Memory is as large as it was at the last allocation but one.
pub const HOST_GROWS: Hostile = (
    TWO,
    "(if (i32.and (i32.ne (global.get $a) (i32.const 0)) (i32.ne (memory.size) (global.get $a))) (then (global.set $b (i32.const 1))))
    (global.set $a (memory.size)) (if (i32.gt_u (local.get $n) (i32.const 60000)) (then unreachable)) (i32.const 65536)",
    "",
    "(global.get $b)",
);

/// A freed input is not to be called with.
pub const FREED_EARLY: Hostile = (
    TWO,
    "(if (i32.gt_u (local.get $n) (i32.const 60000)) (then unreachable)) (global.set $a (i32.const 0)) (i32.const 65536)",
    "(global.set $a (i32.const 1))",
    "(global.get $a)",
);

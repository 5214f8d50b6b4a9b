use super::*;
use crate::rt::native::{Arg, Host, install};
use crate::signalk::Delta;
use core::cell::RefCell;
use std::rc::Rc;

/// What a plugin has seen.
#[derive(Debug, Default)]
struct Seen {
    values: Vec<String>,
    /// What it emits at the next value.
    emits: Vec<(Option<&'static str>, f64)>,
    own: Vec<bool>,
}

instance!(STATE: Slot<Seen> = Slot::new());

static HANDLERS: Handlers<Seen> = Handlers { package: "p", own_deltas: false, tell };
static ALL: Handlers<Seen> = Handlers { package: "p", own_deltas: true, tell };

fn tell(state: &mut Seen, delta: &ReceivedDelta<'_>) {
    for (_, value) in values(delta, "a.*", Some("vessels.*")) {
        state.values.push(value.as_str().to_owned());
        for (source, value) in core::mem::take(&mut state.emits) {
            emit(source, value);
            // Nothing came in between: the state is this handler's.
            state.values.push("emitted".to_owned());
        }
    }
    state.own.push(delta.is_own());
}

fn emit(source: Option<&str>, value: f64) {
    let mut delta = Delta::new();
    if let Some(source) = source {
        delta.source(source);
    }
    delta.value("a.b", value).emit();
}

/// A server that hands each delta back before its function returns.
struct Server {
    handlers: &'static Handlers<Seen>,
    errors: RefCell<Vec<String>>,
}

impl Host for Server {
    fn call(&self, function: &str, args: &mut [Arg<'_>]) -> Option<Vec<u8>> {
        let Some(Arg::Text(text)) = args.first() else { return None };
        match function {
            "env.sk_handle_message" => {
                let mut delta: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
                delta["context"] = "vessels.me".into();
                if delta["updates"][0]["$source"].is_null() {
                    delta["updates"][0]["$source"] = "p".into();
                }
                arrive(self.handlers, &delta.to_string());
            }
            _ => self.errors.borrow_mut().push((*text).to_owned()),
        }
        None
    }
}

fn server(handlers: &'static Handlers<Seen>) -> Rc<Server> {
    let server = Rc::new(Server { handlers, errors: RefCell::default() });
    let host: Rc<dyn Host> = server.clone();
    install(&host);
    forget();
    STATE.with(|slot| slot.replace(Some(Seen::default())));
    server
}

/// The export: a delta, then what waits.
fn arrive(handlers: &Handlers<Seen>, delta: &str) {
    // The room behind an input is of whatever was there before.
    let mut text = [delta.as_bytes(), &[b'}'; PAD]].concat();
    receive(&STATE, handlers, &mut text);
    drain(&STATE, handlers);
}

fn from(source: &str, context: &str, value: &str) -> String {
    format!(r#"{{"updates":[{{"$source":"{source}","values":[{{"path":"a.b","value":{value}}}]}}],"context":"{context}"}}"#)
}

fn seen() -> Vec<String> {
    let values = STATE.with(|slot| slot.lend(|state| core::mem::take(&mut state.values)));
    values.unwrap_or_default()
}

fn emits(emits: &[(Option<&'static str>, f64)]) {
    _ = STATE.with(|slot| slot.lend(|state| state.emits = emits.to_vec()));
}

#[test]
fn what_a_handler_emits_waits_until_it_has_ended() {
    let _server = server(&HANDLERS);
    emits(&[(Some("x"), 2.0), (None, 3.0), (Some("y"), 4.0)]);
    arrive(&HANDLERS, &from("gps", "vessels.a", "1"));
    assert_eq!(seen(), ["1", "emitted", "emitted", "emitted", "2.0", "4.0"]);
    // Asked for, own ones come back, too, in their order.
    let _server = server(&ALL);
    emits(&[(Some("x"), 2.0), (None, 3.0)]);
    arrive(&ALL, &from("gps", "vessels.a", "1"));
    assert_eq!(seen(), ["1", "emitted", "emitted", "2.0", "3.0"]);
}

#[test]
#[cfg_attr(miri, ignore = "a thousand deltas take minutes")]
fn what_comes_later_waits_behind_what_waits() {
    let _server = server(&HANDLERS);
    let many = MOST + 5;
    outside::outside(|| {
        for i in 0..many {
            receive(&STATE, &HANDLERS, &mut [from("x", "vessels.a", &i.to_string()).as_bytes(), &[0; PAD]].concat());
        }
    });
    drain(&STATE, &HANDLERS);
    arrive(&HANDLERS, &from("x", "vessels.a", "-1"));
    let expected: Vec<String> = (0..many).map(|i| i.to_string()).chain(["-1".to_owned()]).collect();
    assert_eq!(seen(), expected);
}

#[test]
fn own_deltas_are_not_handed_back() {
    let _server = server(&HANDLERS);
    for (source, expected) in [("p", 0), ("p.XX", 0), ("px", 1), ("", 1)] {
        arrive(&HANDLERS, &from(source, "vessels.a", "1"));
        assert_eq!(seen().len(), expected, "{source}");
    }
}

#[test]
fn the_own_vessel_is_learnt_from_an_echo() {
    let _server = server(&HANDLERS);
    arrive(&HANDLERS, &from("gps", "vessels.you", "1"));
    arrive(&HANDLERS, &from("gps", "vessels.me", "1"));
    let own = STATE.with(|slot| slot.lend(|state| state.own.clone()));
    assert_eq!(own, Ok(vec![false, true]));
}

#[test]
fn a_flood_is_lost_and_said_once() {
    let server = server(&HANDLERS);
    let big = from("x", "vessels.a", &format!("\"{}\"", "x".repeat(100_000)));
    outside::outside(|| (0..5).for_each(|_| arrive(&HANDLERS, &big)));
    assert_eq!(seen().len(), 0);
    drain(&STATE, &HANDLERS);
    assert_eq!((seen().len(), server.errors.borrow().len()), (2, 1));
    outside::outside(|| (0..5).for_each(|_| arrive(&HANDLERS, &big)));
    drain(&STATE, &HANDLERS);
    assert_eq!((seen().len(), server.errors.borrow().len()), (2, 1));
    // After the next start it may be said again.
    forget();
    outside::outside(|| (0..5).for_each(|_| arrive(&HANDLERS, &big)));
    drain(&STATE, &HANDLERS);
    assert_eq!(server.errors.borrow().len(), 2);
}

#[test]
#[cfg_attr(miri, ignore = "a thousand deltas take minutes")]
fn an_answer_to_each_delta_ends() {
    let _server = server(&HANDLERS);
    outside::outside(|| (0..MOST + 10).for_each(|_| arrive(&HANDLERS, &from("x", "vessels.a", "1"))));
    drain(&STATE, &HANDLERS);
    assert_eq!(seen().len(), MOST);
    drain(&STATE, &HANDLERS);
    assert_eq!(seen().len(), 10);
}

#[test]
fn without_a_state_nothing_is_kept() {
    let _server = server(&HANDLERS);
    STATE.with(|slot| slot.replace(None));
    arrive(&HANDLERS, &from("x", "vessels.a", "1"));
    outside::outside(|| arrive(&HANDLERS, &from("x", "vessels.a", "1")));
    drain(&STATE, &HANDLERS);
    STATE.with(|slot| slot.replace(Some(Seen::default())));
    drain(&STATE, &HANDLERS);
    assert_eq!(seen().len(), 0);
}

/// A trap in a handler leaves the mark as it was when it began; one within a function of the host leaves it set.
#[test]
fn after_a_trap_the_next_outermost_call_sees_everything() {
    let _server = server(&HANDLERS);
    outside::outside(|| {
        arrive(&HANDLERS, &from("x", "vessels.a", "1"));
        assert!(seen().is_empty(), "it waits");
        crate::rt::export::outermost();
        drain(&STATE, &HANDLERS);
        assert_eq!(seen(), ["1"]);
    });
}

#[test]
fn what_is_no_delta_is_ignored() {
    let _server = server(&HANDLERS);
    for text in ["", "null", "[]", "{", r#"{"updates":7}"#, r#"{"updates":[{"values":[{"path":"a.b"}]}]"#] {
        arrive(&HANDLERS, text);
        outside::outside(|| arrive(&HANDLERS, text));
    }
    drain(&STATE, &HANDLERS);
    assert_eq!(seen().len(), 0);
}

#![allow(clippy::unwrap_used, clippy::panic)]

use super::super::{client, config, db, emit_event, log, random, random_bytes, sha256, sha512, state};
use super::*;
use crate::{Pin, Serde};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

fn panic_of<R>(run: impl FnOnce() -> R) -> String {
    let Err(payload) = catch_unwind(AssertUnwindSafe(run)) else { return "no panic".to_owned() };
    payload.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[derive(Pin, Debug, PartialEq, Clone)]
struct Item {
    id: u32,
    #[pin(default = "none")]
    name: String,
    tags: Option<Vec<String>>,
}

fn item(id: u32, name: &str) -> Item {
    Item { id, name: name.to_owned(), tags: None }
}

#[test]
fn it_answers_while_it_lives() {
    assert!(panic_of(|| state::remove("a")).contains("there is no host that `env.state_remove` could reach"));
    let outer = Mock::new();
    state::set("a", 1).unwrap();
    {
        let inner = Mock::new();
        assert_eq!(state::get::<u8>("a"), Ok(None));
        drop(inner);
    }
    assert_eq!(state::get::<u8>("a"), Ok(Some(1)));
    drop(outer);
    assert!(!native::is_installed());
}

#[test]
fn state_is_kept_as_the_host_keeps_it() {
    let mock = Mock::new();
    state::set("items", [item(1, "é\n"), item(2, "b")]).unwrap();
    assert_eq!(mock.state("items").unwrap(), r#"[{"id":1,"name":"é\n","tags":null},{"id":2,"name":"b","tags":null}]"#);
    assert_eq!(state::get::<Vec<Item>>("items").unwrap().unwrap(), [item(1, "é\n"), item(2, "b")]);
    // Everything that is borrowed.
    let owned = item(3, "c");
    state::set("item", &owned).unwrap();
    state::set("text", "t").unwrap();
    state::set("slice", &[1, 2][..]).unwrap();
    state::set("map", BTreeMap::from([("k".to_owned(), 1.5)])).unwrap();
    assert_eq!(state::get("item"), Ok(Some(owned)));
    assert_eq!(state::get::<BTreeMap<String, f64>>("map").unwrap().unwrap()["k"], 1.5);
    assert_eq!((mock.state("text").as_deref(), mock.state("slice").as_deref()), (Some(r#""t""#), Some("[1,2]")));
    // The empty key is one.
    state::set("", true).unwrap();
    assert_eq!(state::get(""), Ok(Some(true)));
    assert_eq!((state::remove("item"), state::remove("item"), state::get::<Item>("item")), (Ok(()), Ok(()), Ok(None)));
    mock.restart();
    assert_eq!((state::get::<Vec<Item>>("items"), mock.state("")), (Ok(None), None));
}

#[test]
fn json_is_as_the_host_writes_it() {
    let mock = Mock::new();
    for (json, kept) in [
        (r#" { "b" : 1 , "a" : [ 1 , { } ] } "#, r#"{"a":[1,{}],"b":1}"#),
        (r#"{"a":1,"b":2,"a":{"z":0,"c":null}}"#, r#"{"a":{"c":null,"z":0},"b":2}"#),
        ("18446744073709551615", "18446744073709551615"),
        ("18446744073709551616", "1.8446744073709552e19"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("-9223372036854775809", "-9.223372036854776e18"),
        ("1.0", "1.0"),
        ("-0", "-0.0"),
        ("0", "0"),
        ("1e3", "1000.0"),
        ("1e15", "1000000000000000.0"),
        ("1e16", "1e16"),
        ("-1.25e-5", "-0.0000125"),
        ("9.5e-6", "9.5e-6"),
        (r#""\u00e9\/""#, r#""é/""#),
    ] {
        mock.set_state("k", json);
        assert_eq!(mock.state("k").unwrap(), kept);
    }
    assert!(panic_of(|| mock.set_state("k", "{")).contains("state is JSON"));
    assert!(panic_of(|| mock.set_config("[]")).contains("a configuration is a JSON object: expected an object"));
}

#[test]
fn what_is_of_another_type_is_an_error_that_says_where() {
    let mock = Mock::new();
    mock.set_state("items", r#"[{"id":1},{"id":"2"}]"#);
    let error = state::get::<Vec<Item>>("items").unwrap_err();
    assert_eq!(
        (error.as_str(), error.kind()),
        ("state.items[1].id: expected an integer, found a string", super::super::ErrorKind::Answer)
    );
    mock.answer("orbis::state::get", "{");
    assert!(!state::get::<Item>("items").unwrap_err().is_unavailable());
    mock.answer("orbis::state::get", "1 2");
    assert_eq!(state::get::<u8>("items").unwrap_err().as_str(), "state.items: expected the end, found a number");
    mock.answer("orbis::state::get", b"\"\xff\"".as_slice());
    assert!(state::get::<String>("items").is_err());
    mock.answer("orbis::state::get", "");
    assert_eq!(state::get::<u8>("items").unwrap_err().as_str(), "state.items: expected an integer, found the end");
    mock.set_config(r#"{"a":{"b":[true]},"c":null}"#);
    assert_eq!(config::<BTreeMap<String, Vec<bool>>>("a").unwrap().unwrap()["b"], [true]);
    assert_eq!((config::<Option<u8>>("c"), config::<u8>("b")), (Ok(Some(None)), Ok(None)));
    assert_eq!(config::<u8>("a").unwrap_err().as_str(), "config.a: expected an integer, found an object");
}

#[test]
fn what_the_host_does_not_do_is_an_error() {
    let mock = Mock::new();
    mock.fail("orbis::state::get");
    mock.set_state("a", "1");
    assert_eq!(state::get::<u8>("a"), Ok(None), "missing or failed: the host does not say");
    for (function, call) in [
        ("orbis::state::set", (|| state::set("a", 2)) as fn() -> Result<(), super::super::Error>),
        ("orbis::state::remove", || state::remove("a")),
        ("orbis::sha256", || sha256(b"").map(drop)),
        ("orbis::sha512", || sha512(b"").map(drop)),
        ("orbis::random", || random::<1>().map(drop)),
        ("orbis::emit_event", || emit_event("e", 1)),
    ] {
        mock.fail(function);
        assert!(call().unwrap_err().is_unavailable(), "{function}");
    }
    assert_eq!(mock.state("a").as_deref(), Some("1"));
    // Whatever else a host says is no success.
    for answer in ["2", "-1", "2147483647"] {
        mock.answer("orbis::state::set", answer);
        assert!(state::set("a", 2).is_err());
    }
    assert!(panic_of(|| mock.fail("orbis::state_set")).contains("orbis::state::set"));
}

#[test]
fn what_the_host_denies_is_denied() {
    let mock = Mock::new();
    assert!(db::query::<Item>("SELECT 1", ()).unwrap_err().is_unavailable());
    assert!(db::execute("DELETE FROM a", ()).unwrap_err().is_unavailable());
    assert!(client::get("https://example.com").send().unwrap_err().is_unavailable());
    assert!(emit_event("e", Serde(())).unwrap_err().is_unavailable());
    assert!(mock.queries().is_empty() && mock.requests().is_empty() && mock.events().is_empty());
}

#[test]
fn stubs_of_the_host_are_understood() {
    let mock = Mock::new();
    for function in ["orbis::db::query", "orbis::db::execute", "orbis::client::Request::send", "orbis::emit_event"] {
        mock.grant(function);
    }
    assert_eq!(db::query::<Item>("SELECT 1", ()), Ok(Vec::new()));
    assert_eq!(db::execute("DELETE FROM a", ()), Ok(0));
    let response = client::get("https://example.com").send().unwrap();
    assert_eq!((response.status, response.headers.len(), response.is_success()), (501, 0, false));
    assert_eq!(response.body, "HTTP requests not yet implemented");
    assert_eq!(emit_event("e", Serde(())), Ok(()));
}

#[test]
fn sql_gets_its_parameters_and_gives_rows() {
    let mock = Mock::new();
    mock.query("q", "[]");
    let asked = |params: &str| assert_eq!(mock.queries().pop().unwrap(), ("q".to_owned(), params.to_owned()));
    let none: Vec<Item> = db::query("q", ()).unwrap();
    assert!(none.is_empty());
    asked("[]");
    let name = String::from("n");
    db::query::<Item>("q", (7, "x", 1.5, true, None::<u8>, &name, name.as_str(), Serde(vec![1]))).unwrap();
    asked(r#"[7,"x",1.5,true,null,"n","n",[1]]"#);
    db::query::<Item>("q", [1, 2]).unwrap();
    asked("[1,2]");
    db::query::<Item>("q", vec![name.clone()]).unwrap();
    asked(r#"["n"]"#);
    db::query::<Item>("q", &[name.as_str()][..]).unwrap();
    asked(r#"["n"]"#);
    db::query::<Item>("q", (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)).unwrap();
    asked("[1,2,3,4,5,6,7,8,9,10,11,12]");
    // Each call gets the next rows, and the last ones stay.
    mock.query("r", r#"[{"id":1,"extra":[]},{"name":"b","id":2}]"#);
    mock.query("r", r#"[{"id":3}]"#);
    assert_eq!(db::query::<Item>("r", ()).unwrap(), [item(1, "none"), item(2, "b")]);
    assert_eq!(db::query::<Item>("r", ()).unwrap(), [item(3, "none")]);
    assert_eq!(db::query::<Serde<serde_json::Value>>("r", ()).unwrap()[0]["id"], 3);
    assert_eq!(db::query::<BTreeMap<String, u8>>("r", ()).unwrap()[0]["id"], 3);
    mock.answer("orbis::db::query", r#"[{"id":1},{"id":-1}]"#);
    assert_eq!(
        db::query::<Item>("r", ()).unwrap_err().as_str(),
        "rows[1].id: expected an integer from 0 to 4294967295, found -1"
    );
    mock.answer("orbis::db::query", r#"{"rows":[]}"#);
    assert_eq!(db::query::<Item>("r", ()).unwrap_err().as_str(), "rows: expected an array, found an object");
    mock.execute("x", 3);
    assert_eq!(db::execute("x", (1,)), Ok(3));
    for wrong in ["-1", "-2147483648"] {
        mock.answer("orbis::db::execute", wrong);
        assert!(db::execute("x", ()).unwrap_err().is_unavailable());
    }
    // What is not arranged fails the test.
    let text = panic_of(|| db::query::<Item>("other", ()));
    assert_eq!(text, r#"nothing is arranged for this SQL: add `mock.query("other", …)`"#);
    assert!(panic_of(|| db::execute("r", ())).contains("is answered by Rows"));
    assert!(panic_of(|| mock.query("q", "{}")).contains("rows are a JSON array"));
}

#[test]
fn what_cannot_be_written_is_not_told() {
    let mock = Mock::new();
    let map = Serde(BTreeMap::from([(vec![1], 2)]));
    let error = state::set("a", &map).unwrap_err();
    assert_eq!(error.kind(), super::super::ErrorKind::Argument);
    assert!(error.as_str().starts_with("state.a cannot be written as JSON: "), "{error}");
    assert!(db::execute("x", (&map,)).is_err() && emit_event("e", &map).is_err() && client::post("u").json(&map).is_err());
    assert_eq!(mock.state("a"), None);
    // JSON has no number for it.
    state::set("nan", f64::NAN).unwrap();
    assert_eq!(mock.state("nan").as_deref(), Some("null"));
}

#[test]
fn requests_are_sent_and_answered() {
    let mock = Mock::new();
    mock.respond_with("POST", "https://a.example/x", 201, &[("Location", "/x/1"), ("x", "y")], "made");
    let request = client::post("https://a.example/x").header("Accept", "*/*").header("x-a", "1").header("X-A", "2");
    let response = request.json(item(1, "a")).unwrap().send().unwrap();
    assert_eq!((response.status, response.header("location"), response.header("none")), (201, Some("/x/1"), None));
    assert_eq!(response.body, "made");
    assert_eq!(response.json::<u8>().unwrap_err().as_str(), "response.body: expected an integer, found no value");
    let headers = [("Accept", "*/*"), ("X-A", "2"), ("content-type", "application/json")];
    let headers: Vec<_> = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let body = br#"{"id":1,"name":"a","tags":null}"#.to_vec();
    assert_eq!(mock.requests(), [Sent { method: "POST".to_owned(), url: "https://a.example/x".to_owned(), headers, body }]);
    mock.respond("PUT", "https://a.example/x", 204, "");
    client::Request::new("PUT", "https://a.example/x").body([0, 255]).send().unwrap();
    assert_eq!((mock.requests()[1].body.as_slice(), mock.requests()[1].headers.len()), ([0, 255].as_slice(), 0));
    assert!(
        panic_of(|| client::get("https://a.example/x").send()).contains(r#"mock.respond("GET", "https://a.example/x", 200, …)"#)
    );
    for (answer, text) in [
        ("[]", "response: expected an object, found an array"),
        ("{}", "response: `status` is missing"),
        (r#"{"status":"200"}"#, "response.status: expected an integer, found a string"),
        (r#"{"status":70000}"#, "response.status: expected an integer from 0 to 65535, found 70000"),
        (r#"{"status":200,"headers":{"a":1}}"#, "response.headers.a: expected a string, found a number"),
    ] {
        mock.answer("orbis::client::Request::send", answer);
        assert_eq!(client::get("u").send().unwrap_err().as_str(), text);
    }
    // A host that parses bodies.
    for (body, text) in [(r#"{"a": 1}"#, r#"{"a": 1}"#), ("null", ""), ("7", "7")] {
        mock.answer("orbis::client::Request::send", format!(r#"{{"body":{body},"status":200,"more":0}}"#));
        assert_eq!(client::get("u").send().unwrap().body, text);
    }
}

#[test]
#[cfg_attr(miri, ignore = "a mebibyte takes minutes")]
fn hashes_are_real_and_random_bytes_repeat() {
    let mock = Mock::new();
    assert_eq!(sha256(b"abc").unwrap()[..4], [0xba, 0x78, 0x16, 0xbf]);
    assert_eq!(sha512(b"abc").unwrap()[..4], [0xdd, 0xaf, 0x35, 0xa1]);
    let first: [u8; 20] = random().unwrap();
    assert_ne!(first, random().unwrap());
    assert_eq!((random_bytes(0).unwrap().len(), random_bytes(1 << 20).unwrap().len()), (0, 1 << 20));
    assert!(random_bytes((1 << 20) + 1).unwrap_err().is_unavailable());
    assert!(random_bytes(usize::MAX).unwrap_err().is_unavailable());
    mock.set_random(&[1, 2, 3]);
    assert_eq!((random::<2>(), random_bytes(1)), (Ok([1, 2]), Ok(vec![3])));
    mock.answer("orbis::random", "four");
    assert!(random::<5>().is_err());
    mock.answer("orbis::sha256", "short");
    assert!(sha256(b"").is_err());
    drop(mock);
    let _mock = Mock::new();
    assert_eq!(random(), Ok(first));
}

#[test]
fn levels_are_the_hosts() {
    let mock = Mock::new();
    let levels = [Level::Error, Level::Warn, Level::Info, Level::Debug, Level::Trace];
    levels.into_iter().for_each(|level| log(level, level.as_str()));
    log(Level::Info, "");
    let mut expected: Vec<_> = levels.into_iter().map(|level| (level, level.as_str().to_owned())).collect();
    expected.push((Level::Info, String::new()));
    assert_eq!(mock.logs(), expected);
}

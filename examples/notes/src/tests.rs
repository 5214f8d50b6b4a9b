//! The routes, natively: `Mock` plays the host.

use anyhost::http::{Headers, Json, Query, StatusCode, User};
use anyhost::orbis::{Level, Mock};

use crate::api::{self, Id, NewNote, Search, Statistics};

fn user(id: &str) -> User {
    User { id: id.to_owned(), is_admin: id == "root" }
}

fn add(who: &str, text: &str, headers: &[(&str, &str)]) -> Result<u16, u16> {
    let added = api::add(user(who), headers.iter().copied().collect::<Headers>(), Json(NewNote { text: text.to_owned() }));
    added.map(|response| response.status).map_err(|error| error.status().as_u16())
}

fn texts(who: &str, contains: &str) -> Vec<String> {
    let Json(notes) = api::list(user(who), Query(Search { contains: contains.to_owned() })).unwrap();
    notes.into_iter().map(|note| note.text).collect()
}

#[test]
fn everybody_has_their_own() {
    let mock = Mock::new();
    assert_eq!([add("ada", "tea", &[]), add("ada", "milk", &[]), add("bob", "tea", &[])], [Ok(201); 3]);
    assert_eq!(
        (texts("ada", ""), texts("bob", ""), texts("eve", "")),
        (vec!["tea".into(), "milk".into()], vec!["tea".into()], vec![])
    );
    assert_eq!(api::remove(user("bob"), Query(Id { id: 1 })), Ok(StatusCode::NO_CONTENT));
    assert_eq!(api::remove(user("bob"), Query(Id { id: 1 })).unwrap_err().status(), StatusCode::NOT_FOUND);
    assert_eq!(api::show(user("ada"), Query(Id { id: 2 })).unwrap().map(|Json(note)| note.text), Some("milk".into()));
    assert_eq!(api::show(user("bob"), Query(Id { id: 2 })), Ok(None));
    assert_eq!(mock.logs()[1], (Level::Info, "ada made note 2".to_owned()));
    assert_eq!(api::statistics(user("root")), Ok(Json(Statistics { notes: 2, bytes: 7 })));
    assert_eq!(api::statistics(user("ada")).unwrap_err().status(), StatusCode::FORBIDDEN);
}

#[test]
fn searches_are_repaired() {
    let _mock = Mock::new();
    add("ada", "thé", &[]).unwrap();
    add("ada", "the", &[]).unwrap();
    // As the host hands over `?contains=th%C3%A9`.
    assert_eq!((texts("ada", "th\u{c3}\u{a9}"), texts("ada", "thé")), (vec!["thé".to_owned()], vec!["thé".to_owned()]));
}

#[test]
fn less_is_answered_to_whom_prefers_it() {
    let _mock = Mock::new();
    let headers = Headers::from_iter([("Prefer", "return=minimal")]);
    let response = api::add(user("ada"), headers, Json(NewNote { text: "tea".into() })).unwrap();
    assert_eq!((response.status, response.headers), (201, vec![("location".into(), "/note?id=1".into())]));
    assert_eq!(response.body, anyhost::http::Body::Empty);
}

#[test]
fn there_are_limits() {
    let mock = Mock::new();
    mock.set_config(r#"{"max_notes": 1, "max_length": 3}"#);
    assert_eq!((add("ada", "", &[]), add("ada", "milk", &[]), add("ada", "tea", &[])), (Err(400), Err(400), Ok(201)));
    assert_eq!(add("ada", "tea", &[]), Err(409));
    assert_eq!(mock.logs().last().unwrap(), &(Level::Warn, "ada has as many notes as may be".to_owned()));
}

use super::fallback::TakeByTrait as _;
use super::*;
use crate::http::Body;

fn with<R>(json: &str, take: impl FnOnce(&Request<'_>) -> R) -> R {
    let mut text = json.as_bytes().to_vec();
    let mut reader = Reader::new(&mut text);
    let request = Request::read(&mut reader).unwrap_or_default();
    take(&request)
}

fn error<T>(taken: Result<T, Response>) -> String {
    match taken.err().map(|response| (response.status, response.body)) {
        Some((400, Body::Json(text))) => text,
        other => format!("{other:?}"),
    }
}

#[derive(crate::Pin, Debug, PartialEq)]
struct Filter {
    #[pin(default = 10)]
    limit: u8,
    name: Option<String>,
    exact: Option<bool>,
    #[pin(default = [])]
    at: Vec<f64>,
}

#[derive(serde::Deserialize, Debug, PartialEq)]
struct Serde {
    limit: u8,
}

#[test]
fn texts_are_read_as_what_the_type_says() {
    let query = |query: &str| with(&format!(r#"{{"query":{query}}}"#), Extract::<Query<Filter>>::take);
    let filter = Filter { limit: 10, name: None, exact: None, at: Vec::new() };
    assert_eq!(query("{}"), Ok(Query(filter)));
    let filter = Filter { limit: 3, name: Some("7".into()), exact: Some(true), at: vec![-1.5, 2.0] };
    assert_eq!(query(r#"{"limit":"3","name":"7","exact":"true","at":["-1.5","2"],"more":{"a":"b"}}"#), Ok(Query(filter)));
    for (text, message) in [
        (r#"{"limit":"x"}"#, r#"{"error":"query.limit: expected an integer, found a string"}"#),
        (r#"{"limit":""}"#, r#"{"error":"query.limit: expected an integer, found a string"}"#),
        (r#"{"exact":"1"}"#, "query.exact: expected true or false, found a"),
        (r#"{"at":["1","a\"b"]}"#, "query.at[1]: expected a number, found a string"),
        (r#"{"at":"1"}"#, "query.at: expected an array, found a"),
        (r#"{"limit":"300"}"#, "query.limit: expected an integer from 0 to 255, found 300"),
        ("7", "query: expected an object, found a number"),
    ] {
        let error = error(query(text));
        assert!(error.contains(message), "{text}: {error}");
    }
    let serde = with(r#"{"query":{"limit":"3"}}"#, Extract::<Query<Serde>>::take);
    assert_eq!(serde, Ok(Query(Serde { limit: 3 })));
}

#[test]
fn a_path_is_one_value_or_a_struct() {
    let params = r#"{"params":{"a\"":"5","exact":"false"}}"#;
    assert_eq!(with(params, Extract::<Path<u8>>::take), Ok(Path(5)));
    assert_eq!(with(params, Extract::<Path<String>>::take), Ok(Path("5".to_owned())));
    let filter = Filter { limit: 10, name: None, exact: Some(false), at: Vec::new() };
    assert_eq!(with(params, Extract::<Path<Filter>>::take), Ok(Path(filter)));
    assert_eq!(error(with("{}", Extract::<Path<u8>>::take)), r#"{"error":"path: expected an integer, found null"}"#);
}

#[test]
fn bodies_and_headers() {
    let body = |body: &str| with(&format!(r#"{{"body":{body}}}"#), Extract::<Json<Vec<u8>>>::take);
    assert_eq!(body("[1,2]"), Ok(Json(vec![1, 2])));
    assert_eq!(error(body("[1,-2]")), r#"{"error":"body[1]: expected an integer from 0 to 255, found -2"}"#);
    assert_eq!(error(with("{}", Extract::<Json<Vec<u8>>>::take)), r#"{"error":"body: expected an array, found an object"}"#);
    let serde = with(r#"{"body":{"limit":7}}"#, Extract::<Json<Serde>>::take);
    assert_eq!(serde, Ok(Json(Serde { limit: 7 })));
    let request = r#"{"headers":{"a":"b","set-cookie":["c"],"x":"\u00e9"}}"#;
    let headers = with(request, Extract::<Headers>::take);
    let headers = headers.as_ref().map(|headers| headers.iter().collect::<Vec<_>>());
    assert_eq!(headers, Ok(vec![("a", "b"), ("x", "é")]));
    assert_eq!(with(request, |request| request.header("x")).as_deref(), Some("é"));
}

#[test]
fn what_is_absent_is_empty() {
    let mut text = br#"{"method":"PUT","path":"/a","other":[1]}"#.to_vec();
    let request = Request::read(&mut Reader::new(&mut text)).map(|request| (request.method, request.path, request.body.as_str()));
    assert_eq!(request, Some(("PUT", "/a", "{}")));
    for text in ["", "[]", "{\"method\":7}", "{} x"] {
        let mut buffer = text.as_bytes().to_vec();
        assert!(Request::read(&mut Reader::new(&mut buffer)).is_none(), "{text}");
    }
}

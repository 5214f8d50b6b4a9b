#![allow(clippy::unwrap_used)]

use anyhost_abi::orbis::HOST;

use super::manifest::{Manifest, Part, Permission};

/// A manifest with these fields behind name and version.
fn with(fields: &str) -> Result<Manifest, (Part, String)> {
    of(&format!(r#"{{"name":"p","version":"1.0.0"{fields}}}"#))
}

fn of(text: &str) -> Result<Manifest, (Part, String)> {
    Manifest::of_file(text.as_bytes()).map_err(|invalid| (invalid.part, invalid.text))
}

fn refused(part: Part, text: &str) -> (Part, String) {
    (part, text.to_owned())
}

#[test]
fn defaults_are_the_hosts() {
    let manifest = with(r#","routes":[{"method":"get","path":"/a","handler":"a","later":1}],"unknown":[null]"#).unwrap();
    let route = &manifest.routes[0];
    assert!(route.requires_auth);
    assert_eq!((route.rate_limit, route.description.as_deref(), route.permissions.len()), (None, None, 0));
    assert_eq!((manifest.description.as_str(), manifest.wasm_entry, manifest.config), ("", None, serde_json::Value::Null));
    assert_eq!((manifest.permissions.len(), manifest.pages.len(), manifest.dependencies.len()), (0, 0, 0));
}

#[test]
fn absent_and_null() {
    let missing = |name| (Part::Type, format!("Failed to parse manifest: missing field `{name}` at line 1 column 2"));
    assert_eq!(of("{}").unwrap_err(), missing("name"));
    assert!(
        with(r#","author":null,"homepage":null,"license":null,"min_orbis_version":null,"wasm_entry":null,"config":null"#).is_ok()
    );
    for (field, expected) in
        [("description", "a string"), ("routes", "a sequence"), ("permissions", "a sequence"), ("pages", "a sequence")]
    {
        let (part, text) = with(&format!(r#","{field}":null"#)).unwrap_err();
        assert_eq!(part, Part::Type);
        assert!(
            text.starts_with(&format!("Failed to parse manifest: invalid type: null, expected {expected} at line 1")),
            "{text}"
        );
    }
    let (_, text) = with(r#","routes":[{"method":"GET","path":"/","handler":"h","requires_auth":null}]"#).unwrap_err();
    assert!(text.contains("invalid type: null, expected a boolean"), "{text}");
}

#[test]
fn the_documented_example_is_no_json() {
    let (part, text) = of("{\n\"name\":\"p\",\n\"pages\": [...]}").unwrap_err();
    assert_eq!((part, text.as_str()), (Part::Type, "Failed to parse manifest: expected value at line 3 column 11"));
    assert!(of("\u{feff}{}").unwrap_err().1.starts_with("Failed to parse manifest: expected value at line 1 column 1"));
}

#[test]
fn names_and_versions() {
    let named = |name: &str, version: &str| of(&format!(r#"{{"name":"{name}","version":"{version}"}}"#)).map(drop);
    assert_eq!(named("plugé-2_x", "1.0.0-rc.1+b"), Ok(()));
    assert_eq!(named("", "1.0.0"), Err(refused(Part::Name, "Invalid manifest: Plugin name is required")));
    let odd = "Invalid manifest: Plugin name must contain only alphanumeric characters, hyphens, and underscores";
    assert_eq!(named("a.b", "1.0.0"), Err(refused(Part::Name, odd)));
    assert_eq!(named("a", ""), Err(refused(Part::Version, "Invalid manifest: Plugin version is required")));
    let short = "Invalid manifest: Invalid plugin version '1.0': unexpected end of input while parsing minor version number";
    assert_eq!(named("a", "1.0"), Err(refused(Part::Version, short)));
}

#[test]
fn routes() {
    let route = |method: &str, path: &str, handler: &str| {
        with(&format!(r#","routes":[{{"method":"POST","path":"/","handler":"h"}},{{"method":"{method}","path":"{path}","handler":"{handler}"}}]"#)).map(drop)
    };
    for method in HOST.words.methods {
        assert_eq!(route(&method.to_lowercase(), "/a/:id", "h"), Ok(()));
    }
    let wrong = |text: &str| Err(refused(Part::Route(1), &format!("Invalid manifest: {text}")));
    assert_eq!(route("TRACE", "/", "h"), wrong("Invalid HTTP method: TRACE"));
    assert_eq!(route("GET", "", "h"), wrong("Route path is required"));
    assert_eq!(route("GET", "a", "h"), wrong("Route path must start with '/'"));
    assert_eq!(route("GET", "/a", ""), wrong("Route handler is required"));
    assert!(
        with(r#","routes":[{"method":"GET","path":"/a","handler":"h","rate_limit":-1}]"#).unwrap_err().1.contains("expected u32")
    );
}

#[test]
fn permissions() {
    let listed: Vec<String> = HOST.words.permissions.iter().map(|name| format!("\"{name}\"")).collect();
    let manifest = with(&format!(r#","permissions":[{},{{"custom":"events:emit"}}]"#, listed.join(","))).unwrap();
    assert_eq!(manifest.permissions.len(), HOST.words.permissions.len() + 1);
    assert_eq!(manifest.permissions.last(), Some(&Permission::Custom("events:emit".into())));
    assert!(HOST.capabilities.iter().all(|capability| manifest.asks_for(capability)));
    let known = "expected one of `database_read`, `database_write`, `file_read`, `file_write`, `network`, `system`, `shell`, `environment`, `custom`";
    for (permission, name) in [(r#""database:read""#, "database:read"), (r#"{"type":"network","allowed_hosts":["a"]}"#, "type")] {
        let (part, text) = with(&format!(r#","permissions":[{permission}]"#)).unwrap_err();
        assert_eq!(part, Part::Type);
        assert!(text.starts_with(&format!("Failed to parse manifest: unknown variant `{name}`, {known} at line 1")), "{text}");
    }
}

#[test]
fn embedded() {
    let module = |sections: &[&[u8]]| {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        for payload in sections {
            wasm.extend([0, u8::try_from(payload.len() + 9).unwrap(), 8]);
            wasm.extend(b"manifest");
            wasm.extend(*payload);
        }
        Manifest::embedded(&wasm).map(|manifest| manifest.name).map_err(|invalid| invalid.text)
    };
    assert_eq!(module(&[]), Err("No embedded manifest found in WASM custom section".into()));
    assert_eq!(module(&[b" {\"name\":\"a\",\"version\":\"1.0.0\"}\n", b"{}"]), Ok("a".into()));
    assert_eq!(module(&[b"\xff"]), Err("Manifest section is not valid UTF-8".into()));
    let trailing = module(&[b"{\"name\":\"a\",\"version\":\"1.0.0\"}\0"]).unwrap_err();
    assert!(trailing.starts_with("Failed to parse embedded manifest: trailing characters at line 1"), "{trailing}");
}

#[test]
fn pages() {
    let page = |fields: &str| with(&format!(r#","pages":[{{"route":"/","title":"A","sections":[]}},{{{fields}}}]"#)).map(drop);
    let sections = r#""sections":[{"type":"Text"}]"#;
    assert_eq!(page(&format!(r#""route":"/x","title":"X",{sections}"#)), Ok(()));
    let wrong = |text: &str| Err(refused(Part::Page(1), text));
    assert_eq!(page(&format!(r#""title":"X",{sections}"#)), wrong("Failed to parse manifest: missing field `route`"));
    assert_eq!(
        page(&format!(r#""route":"x","title":"X",{sections}"#)),
        wrong("Invalid UI schema: Page route must start with '/'")
    );
    // What is parsed comes first, then name and routes, then what pages say.
    let named = |name: &str, route: &str| {
        of(&format!(r#"{{"name":"{name}","version":"1.0.0","pages":[{{"route":{route},"title":"X","sections":[]}}]}}"#))
            .map_err(|error| error.0)
            .map(drop)
    };
    assert_eq!((named("", "1"), named("", "\"x\"")), (Err(Part::Page(0)), Err(Part::Name)));
}

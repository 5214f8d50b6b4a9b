//! Files of any origin.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::{anyhost_in, file, folder, wasm};

const COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";

#[test]
fn not_wasm() {
    let folder = folder("not-wasm");
    file(&folder, "text.wasm", "hello");
    file(&folder, "empty.wasm", "");
    file(&folder, "plugin.zip", "PK");
    file(&folder, "text.zip", "hello");
    file(&folder, "go/go.mod", "module x");
    file(&folder, "bare/README.md", "");
    file(&folder, "two/a.wasm", "");
    file(&folder, "two/b.wasm", "");
    for (path, message) in [
        ("absent.wasm", "error: absent.wasm: No such file or directory (os error 2)"),
        ("text.wasm", "error: text.wasm is not WebAssembly: "),
        ("empty.wasm", "error: empty.wasm is not WebAssembly: "),
        ("plugin.zip", "error: plugin.zip: the zip cannot be read: "),
        ("text.zip", "error: text.zip: it is neither a zip nor a tar"),
        ("go", "error: go: Go modules are not supported yet\nhelp: build it"),
        ("bare", "error: bare is neither a crate nor a package: it has no Cargo.toml and no .wasm file"),
        ("two", "error: two has 2 .wasm files\nhelp: hand over the one that is meant, such as two/a.wasm"),
    ] {
        for args in
            [&["check", path, "--json"][..], &["run", path, "--host", "nlink", "--json"], &["check", path, "--host", "flow-like"]]
        {
            let ran = anyhost_in(&folder, args, b"");
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {ran:?}");
            assert!(ran.err.starts_with(message), "{args:?}: {ran:?}");
        }
    }
    let ran = anyhost_in(&folder, &["build", "text.wasm"], b"");
    ran.refused("error: text.wasm is built already\nhelp: hand over a crate's folder");
}

#[test]
fn a_component_is_not_judged() {
    let folder = folder("component");
    file(&folder, "component.wasm", COMPONENT);
    let ran = anyhost_in(&folder, &["check", "component.wasm", "--host", "flow-like", "--json"], b"");
    assert_eq!(ran.code, 1, "{ran:?}");
    let verdict = &ran.json()["verdicts"][0];
    assert!(verdict["loads"].is_null() && verdict["conforms"].is_null(), "{verdict}");
    assert_eq!(verdict["findings"][0]["level"], "note", "{verdict}");

    let ran = anyhost_in(&folder, &["run", "component.wasm", "--host", "flow-like"], b"");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.starts_with("error: component.wasm is a component"), "{ran:?}");
}

#[test]
fn hosts_that_are_not_there_yet() {
    let folder = folder("later-hosts");
    file(&folder, "empty.wasm", wasm("(module)"));
    let report = anyhost_in(&folder, &["check", "empty.wasm", "--json"], b"").json();
    let verdicts = report["verdicts"].as_array().unwrap();
    assert_eq!(verdicts.len(), 5);
    for verdict in verdicts {
        let built = ["flow-like", "nlink", "signalk", "orbis"].contains(&verdict["host"].as_str().unwrap());
        assert_eq!(verdict["loads"].is_null(), !built, "{verdict}");
        assert_eq!(verdict["conforms"].is_null(), !built, "{verdict}");
        assert_eq!(verdict["bytes"], 8);
    }
    let ran = anyhost_in(&folder, &["run", "empty.wasm", "--host", "wasmcloud"], b"");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
}

/// Whatever is cut off or bent, there is an answer and no panic.
#[test]
fn broken_modules() {
    let folder = folder("broken-modules");
    let whole = wasm(support::FLOW_LIKE);
    for length in [8, 9, 20, whole.len() / 2, whole.len() - 1] {
        file(&folder, "cut.wasm", &whole[..length]);
        let ran = anyhost_in(&folder, &["check", "cut.wasm", "--host", "flow-like", "--json"], b"");
        assert!(matches!(ran.code, 1 | 2) && !ran.err.contains("panicked"), "{length}: {ran:?}");
        let ran = anyhost_in(&folder, &["run", "cut.wasm", "--host", "flow-like", "--json"], b"");
        assert!(matches!(ran.code, 1 | 2) && !ran.err.contains("panicked"), "{length}: {ran:?}");
    }
}

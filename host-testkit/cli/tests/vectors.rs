//! `anyhost test`
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::{BY_HAND, FLOW_LIKE, anyhost_in, file, folder, package, wasm};

const CASES: &str = r#"{"cases": [
    {"name": "says hello", "function": "say", "inputs": {}, "outputs": {"text": "hello"}, "exec": "exec_out"},
    {"name": "only there", "function": "say", "hosts": ["flow-like"], "outputs": {"text": "hello"}}
]}"#;

#[test]
fn each_case_on_each_host() {
    let folder = package("test-a-crate", "[package.metadata.anyhost]\nhosts = [\"flow-like\", \"nlink\"]\n", BY_HAND);
    file(&folder, "vectors/say.json", CASES);
    file(&folder, "vectors/vectors.schema.json", "{}");
    let ran = anyhost_in(&folder, &["test", "."], b"");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    insta::assert_snapshot!(ran.out, @r"
    flow-like (source)  target/anyhost/test-a-crate/flow-like/test_a_crate.wasm
      ok    vectors/say.json: says hello
      ok    vectors/say.json: only there

    nlink (docs)  target/anyhost/test-a-crate/nlink/execution.wasm
      ok    vectors/say.json: says hello
      skip  vectors/say.json: only there: not for nlink

    3 passed, 0 failed, 1 skipped
    ");

    let report = anyhost_in(&folder, &["test", ".", "--json", "--host", "nlink"], b"").json();
    assert_eq!((&report["passed"], &report["failed"], &report["skipped"]), (&1.into(), &0.into(), &1.into()));
    let row = &report["cases"][0];
    assert_eq!((&row["file"], &row["host"], &row["case"]), (&"vectors/say.json".into(), &"nlink".into(), &"says hello".into()));
}

#[test]
fn a_file_and_its_neighbours() {
    let folder = folder("test-a-file");
    file(&folder, "say.wasm", wasm(FLOW_LIKE));
    let ran = anyhost_in(&folder, &["test", "say.wasm"], b"");
    ran.refused(
        "error: there are no vectors: vectors is not a folder\nhelp: write cases there, or name a file with `--vectors FILE`",
    );

    file(&folder, "vectors/one.json", CASES);
    let other = CASES.replace("{\"text\": \"hello\"}, \"exec\"", "{\"text\": \"bye\"}, \"exec\"");
    file(&folder, "other/two.json", other);
    let ran = anyhost_in(&folder, &["test", "say.wasm"], b"");
    assert_eq!(ran.code, 0);
    assert!(ran.out.ends_with("\n2 passed, 0 failed\n"), "{ran:?}");

    let ran = anyhost_in(&folder, &["test", "say.wasm", "--vectors", "other", "--vectors", "vectors/one.json"], b"");
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(
        ran.out.contains("\n  FAIL  other/two.json: says hello\n        ") && ran.out.ends_with("\n3 passed, 1 failed\n"),
        "{ran:?}"
    );

    file(&folder, "bad.json", "{\"cases\": [{\"name\": \"a\"}]}");
    let ran = anyhost_in(&folder, &["test", "say.wasm", "--vectors", "bad.json"], b"");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.starts_with("error: bad.json: case `a`: needs `function`, `route`, or a `scenario`"), "{ran:?}");
    file(&folder, "none/README.md", "");
    anyhost_in(&folder, &["test", "say.wasm", "--vectors", "none"], b"").refused("error: none has no .json file");
}

#[test]
fn each_case_on_a_hostile_host() {
    let folder = folder("test-hostile");
    file(&folder, "say.wasm", wasm(FLOW_LIKE));
    file(&folder, "vectors/one.json", CASES);
    let ran = anyhost_in(&folder, &["test", "say.wasm", "--host", "flow-like", "--hostile"], b"");
    assert!(ran.out.contains("vectors/one.json: says hello (hostile host)"), "{ran:?}");
    let report = anyhost_in(&folder, &["test", "say.wasm", "--host", "flow-like", "--hostile", "--json"], b"").json();
    let how: Vec<&str> = report["cases"].as_array().unwrap().iter().map(|row| row["how"].as_str().unwrap()).collect();
    assert_eq!(how, ["wasm", "hostile", "wasm", "hostile"]);
}

#[test]
fn a_maintainers_file() {
    let folder = folder("check-by-a-file");
    file(&folder, "say.wasm", wasm(FLOW_LIKE));
    let rules = |config: &str| {
        file(&folder, "anyhost-check.toml", config);
        anyhost_in(&folder, &["check", "say.wasm", "--host", "flow-like", "--json"], b"").json()
    };
    let plain = rules("");
    assert_eq!(plain["config"], "anyhost-check.toml");
    let found = plain["verdicts"][0]["findings"][0]["rule"].as_str().unwrap().to_owned();
    let waived =
        rules(&format!("[[waive]]\nrule = \"{found}\"\nreason = \"known\"\n[[waive]]\nrule = \"FL001\"\nreason = \"old\""));
    let findings = waived["verdicts"][0]["findings"].as_array().unwrap();
    assert!(findings.iter().all(|finding| (finding["rule"] == found.as_str()) == (finding["waived"] == "known")), "{waived}");
    assert_eq!(waived["unused_waivers"][0]["rule"], "FL001");
    let text = anyhost_in(&folder, &["check", "say.wasm", "--host", "flow-like"], b"").out;
    assert!(text.starts_with("by anyhost-check.toml\n") && text.contains("the waiver of FL001 waives nothing"), "{text}");
    assert!(text.contains(&format!("{found} (waived: known): ")), "{text}");

    // A file that is named is the one that counts.
    file(&folder, "other.toml", "[rules]\nFL30 = \"off\"");
    let ran = anyhost_in(&folder, &["check", "say.wasm", "--host", "flow-like", "--config", "other.toml"], b"");
    assert!(ran.code == 2 && ran.err.contains("other.toml: there is no rule `FL30`; did you mean `FL30"), "{ran:?}");
}

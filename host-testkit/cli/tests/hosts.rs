//! `anyhost hosts` prints the data.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhost_abi::{HOSTS, Host};
use support::anyhost;

#[test]
fn overview() {
    let ran = anyhost(&["hosts"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!(ran.out, @r"
    host       title      plugin  dialects                 build, run, check
    flow-like  Flow-Like  nodes   source, docs, component  yes
    nlink      nLink      nodes   docs                     yes
    signalk    Signal K   object  source, docs             yes
    orbis      Orbis      routes  source, docs             yes
    wasmcloud  wasmCloud  routes  source, docs             not yet

    The first dialect is the default. `anyhost hosts HOST` says all that is known of a host.
    ");
}

#[test]
fn each_says_all() {
    for host in HOSTS {
        let ran = anyhost(&["hosts", host.id]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        for rule in host.rules {
            assert!(ran.out.contains(&format!("{} {}", rule.id, rule.level.as_str())), "{}", rule.id);
        }
        for switch in host.switches {
            assert!(ran.out.contains(&format!("  {}={}", switch.key, switch.values.join(" | "))), "{}", switch.key);
        }
        assert!(!ran.out.contains('\u{1b}'), "no colour");
    }
}

#[test]
fn json() {
    let all = anyhost(&["hosts", "--json"]).json();
    for host in HOSTS {
        let one = anyhost(&["hosts", host.id, "--json"]).json();
        assert!(all["hosts"].as_array().unwrap().contains(&one));
        assert_eq!(one["id"], host.id);
        assert_eq!(one["rules"].as_array().unwrap().len(), host.rules.len());
        assert_eq!(one["dialects"].as_array().unwrap().len(), host.dialects.len());
        assert_eq!(one["dialects"][0]["imports"].as_array().unwrap().len(), imports(host));
    }
}

fn imports(host: &Host) -> usize {
    host.dialect(None).unwrap().imports.len()
}

/// `anyhost hosts flow-like | head -1` is no error.
#[test]
fn a_reader_that_goes_away() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_anyhost"))
        .args(["hosts", "flow-like"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::with_capacity(1, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(output.stderr, b"");
}

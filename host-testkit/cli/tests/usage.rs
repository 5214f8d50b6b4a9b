//! What is wrong with a command line is said on stderr, with a way out, and exit code 2.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use support::{anyhost, anyhost_in, file, folder};

#[test]
fn commands() {
    anyhost(&[]).refused("error: a command is missing\nhelp: `anyhost --help` lists them");
    anyhost(&["chekc"]).refused("error: there is no command `chekc`\nhelp: did you mean `anyhost check`?");
    anyhost(&["frobnicate"])
        .refused("error: there is no command `frobnicate`\nhelp: commands: run, check, test, build, hosts, pack, help, version");
    anyhost(&["doctor"]).refused("error: `anyhost doctor` is not there yet\nhelp: `anyhost --help` lists what is");
}

#[test]
fn helps() {
    let overview = anyhost(&["--help"]);
    assert_eq!((overview.code, overview.err.as_str()), (0, ""));
    for command in ["run", "check", "test", "build", "hosts", "pack"] {
        assert!(overview.out.contains(&format!("\n  {command} ")), "{command}: {}", overview.out);
        let help = anyhost(&[command, "--help"]);
        assert_eq!((help.code, help.err.as_str()), (0, ""));
        assert!(help.out.contains(&format!("Usage: anyhost {command}")), "{}", help.out);
        assert_eq!(anyhost(&["help", command]).out, help.out);
        assert!(help.out.lines().all(|line| line.chars().count() <= 100), "{command}");
    }
    assert!(anyhost(&["--version"]).out.starts_with("anyhost "));
}

#[test]
fn as_a_subcommand_of_cargo() {
    let ran = anyhost(&["anyhost", "hosts"]);
    assert_eq!((ran.code, ran.out), (0, anyhost(&["hosts"]).out));
}

#[test]
fn options() {
    anyhost(&["run", "x.wasm", "--hots", "nlink"])
        .refused("error: `anyhost run` has no option `--hots`\nhelp: did you mean `--host`?");
    anyhost(&["build", ".", "--release"])
        .refused("error: `anyhost build` has no option `--release`\nhelp: `anyhost build --help` lists them");
    anyhost(&["run", "x.wasm", "--host", "flowlike"])
        .refused("error: there is no host `flowlike`\nhelp: did you mean `flow-like`?");
    anyhost(&["hosts", "kubernetes"])
        .refused("error: there is no host `kubernetes`\nhelp: hosts: flow-like, nlink, signalk, orbis, wasmcloud");
    anyhost(&["check", "x.wasm", "--format", "xml"])
        .refused("error: there is no format `xml`\nhelp: formats: text, json, junit, sarif");
    anyhost(&["check", "x.wasm", "--json", "--format", "sarif"]).refused("error: two formats: json and sarif");
    anyhost(&["check", "x.wasm", "--set", "nonsense=1"])
        .refused("error: none of these hosts has a switch `nonsense`\nhelp: `anyhost hosts HOST` lists a host's switches");
    anyhost(&["check", "x.wasm", "--host", "nlink", "--dialect", "source"])
        .refused("error: nlink has no dialect `source`\nhelp: dialects: docs");
    anyhost(&["run", "x.wasm"])
        .refused("error: `anyhost run` needs a host\nhelp: add `--host HOST`: flow-like, nlink, signalk, orbis, wasmcloud");
    anyhost(&["pack", "."])
        .refused("error: `anyhost pack` needs a host\nhelp: add `--host HOST`: flow-like, nlink, signalk, orbis, wasmcloud");
    anyhost(&["pack", ".", "--host", "nlink", "--host", "flow-like"]).refused("error: `--host` twice: a package is for one host");
    anyhost(&["run", "--host", "nlink"]).refused(
        "error: `anyhost run` needs a path: a crate's folder or a .wasm file\nhelp: `anyhost run .` takes the crate in this folder",
    );
    anyhost(&["run", "a.wasm", "b.wasm"]).refused("error: `anyhost run` takes one path; `b.wasm` is one too many");
    anyhost(&["run", "a.wasm", "--fresh", "--kept"]).refused("error: `--fresh` and `--kept` exclude each other");
    anyhost(&["run", "a.wasm", "--repeat", "0"]).refused("error: `--repeat 0` is not a number from 1 to 4294967295");
    anyhost(&["run", "a.wasm", "--set", "epoch"])
        .refused("error: `--set epoch` is not of the form key=value\nhelp: `anyhost hosts HOST` lists a host's switches");
}

#[test]
fn inputs() {
    let help = "help: `--raw-input @FILE` hands over any bytes as the whole context; a text is written '\"text\"'";
    let run = |input: &str, stdin: &[u8]| {
        let folder = folder("inputs");
        file(&folder, "bad.json", b"{\"a\":\xff}");
        anyhost_in(&folder, &["run", "x.wasm", "--host", "nlink", "--input", input], stdin)
    };
    run("hello", b"").refused(&format!("error: `--input` is not JSON: expected value at line 1 column 1\n{help}"));
    run("-", b"{").refused(&format!("error: `--input -` is not JSON: EOF while parsing an object at line 1 column 1\n{help}"));
    run("@bad.json", b"")
        .refused(&format!("error: `--input @bad.json` is not JSON: invalid utf-8 sequence of 1 bytes from index 5\n{help}"));
    run("@absent.json", b"").refused("error: absent.json: No such file or directory (os error 2)");
    anyhost(&["run", "x.wasm", "--raw-input", "{}"])
        .refused("error: `--raw-input {}` names no file\nhelp: write `--raw-input @FILE`, or `-` for standard input");
    anyhost(&["run", "x.wasm", "--input", "{}", "--raw-input", "-"])
        .refused("error: more than one input\nhelp: give one of `--input` and `--raw-input`, once");
    anyhost(&["run", "x.wasm", "--context", "[]"])
        .refused("error: `--context` is not a JSON object\nhelp: give the fields to replace: {\"node_id\":\"n1\"}");
}

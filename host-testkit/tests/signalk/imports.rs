//! Host functions: what they return, who may call them, and what JavaScript makes of their types.

use crate::{Guest, common, rules, run, status, with};
use anyhost_testkit::{Capabilities, Request};

/// Calls an import at its start, and shows what it returned plus 1,000.
fn calls(name: &str, ty: &str, args: &str) -> Guest {
    Guest::new()
        .import(name, "$f", &format!("{ty} (result i32)"))
        .start(&format!("(call $say (i32.add (i32.const 1000) (call $f {args}))) (i32.const 0)"))
}

fn returned(guest: &Guest, capabilities: Capabilities) -> i32 {
    let request = Request { capabilities, ..Request::json("{}") };
    let report = common::run_with("signalk", &[], &guest.wasm(), &request);
    status(&report).unwrap_or_else(|| panic!("{report:#?}")).parse::<i32>().unwrap() - 1000
}

#[test]
fn capabilities_gate_what_the_server_gates() {
    let mut texts = Guest::new();
    let text = texts.text("x");
    let two = "(param i32 i32)";
    for (name, ty, args, granted, refused) in [
        ("sk_register_put_handler", "(param i32 i32 i32 i32)", format!("{text} {text}"), 1, 0),
        ("sk_register_resource_provider", two, text.clone(), 1, 0),
        ("sk_register_weather_provider", two, text.clone(), 1, 0),
        ("sk_register_radar_provider", two, text.clone(), 1, 0),
        ("sk_udp_create", "(param i32)", "(i32.const 0)".to_owned(), 1, -1),
        ("sk_udp_bind", two, "(i32.const 9) (i32.const 2000)".to_owned(), 0, -1),
        ("sk_udp_pending", "(param i32)", "(i32.const 9)".to_owned(), 0, -1),
        ("sk_tcp_create", "", String::new(), 1, -1),
        ("sk_tcp_connected", "(param i32)", "(i32.const 9)".to_owned(), -1, -1),
        ("sk_publish_notification", "(param i32 i32 i32 i32)", format!("{text} {text}"), -1, -1),
        ("sk_emit_binary_stream", "(param i32 i32 i32 i32)", format!("{text} {text}"), 0, 0),
    ] {
        let guest = calls(name, ty, &args);
        assert_eq!(returned(&guest, Capabilities::All), granted, "{name}");
        assert_eq!(returned(&guest, Capabilities::None), refused, "{name} without");
    }
}

#[test]
fn two_capabilities_can_be_asked_for() {
    for (name, granted) in [("network", 1), ("rawSockets", 1), ("putHandlers", 0), ("x", 0)] {
        let mut guest = calls("sk_has_capability", "(param i32 i32)", "");
        let place = guest.text(name);
        let guest = guest.start(&format!("(call $say (i32.add (i32.const 1000) (call $f {place}))) (i32.const 0)"));
        assert_eq!(returned(&guest, Capabilities::All), granted, "{name}");
        assert_eq!(returned(&guest, Capabilities::None), 0, "{name}");
    }
}

#[test]
fn streams_have_names_of_their_own() {
    for (id, sent) in [("radars/r-0_A", 1), ("radars/", 0), ("radars/a/b", 0), ("plugins/tester/x", 1), ("plugins/other/x", 0)] {
        let mut guest = calls("sk_emit_binary_stream", "(param i32 i32 i32 i32)", "");
        let place = guest.text(id);
        let body = format!("(call $say (i32.add (i32.const 1000) (call $f {place} {place}))) (i32.const 0)");
        assert_eq!(returned(&guest.start(&body), Capabilities::None), sent, "{id}");
    }
}

/// Reads the configuration into a buffer of this size, and shows it.
fn reads(max: u32) -> Guest {
    let body = format!("(call $status (i32.const 1200) (call $read (i32.const 1200) (i32.const {max}))) (i32.const 0)");
    Guest::new().import("sk_read_config", "$read", "(param i32 i32) (result i32)").start(&body)
}

#[test]
fn the_configuration_is_read_from_its_file() {
    let config = r#"{"config":{"b":1,"a":[2]}}"#;
    assert_eq!(status(&run(&reads(100), config)), Some(r#"{"b":1,"a":[2]}"#));
    assert_eq!(status(&run(&reads(15), config)), Some(r#"{"b":1,"a":[2]}"#));
    assert_eq!(status(&run(&reads(14), config)), None, "an empty status deletes the entry");
    assert_eq!(status(&run(&reads(100), "{}")), Some("{}"));
    assert_eq!(status(&with(&[("package", "scoped")], &reads(100), config)), Some("{}"));
}

#[test]
fn what_is_saved_is_not_what_the_next_start_gets() {
    let mut guest = Guest::new().import("sk_save_config", "$save", "(param i32 i32) (result i32)");
    let config = guest.text(r#"{"saved":1}"#);
    let guest = guest
        .start("(call $status (local.get $p) (local.get $n)) (i32.const 0)")
        .poll(&format!("(call $say (i32.add (i32.const 1) (call $save {config}))) (i32.const 0)"));
    let steps = r#"{"config":{"a":1},"steps":[{"poll":1},{"http":{"path":"/config"}}]}"#;
    let report = run(&guest, steps);
    assert_eq!(
        (status(&report), &crate::responses(&report)[1]["body"]["configuration"]),
        (Some("1"), &serde_json::json!({"saved": 1}))
    );
    let scoped = with(&[("package", "scoped")], &guest, steps);
    assert_eq!(
        (status(&scoped), &crate::responses(&scoped)[1]["body"]["configuration"]),
        (Some("0"), &serde_json::json!({"a": 1}))
    );
}

#[test]
fn the_own_vessel_cannot_be_read() {
    let mut guest = Guest::new().import("sk_get_self_path", "$get", "(param i32 i32 i32 i32) (result i32)");
    let path = guest.text("a.b.value");
    let guest =
        guest.poll(&format!("(call $status (i32.const 1200) (call $get {path} (i32.const 1200) (i32.const 100))) (i32.const 0)"));
    let steps = r#"{"steps":[{"delta":{"updates":[{"values":[{"path":"a.b","value":{"x":1.5}}]}]}},{"poll":1}]}"#;
    assert_eq!(status(&run(&guest, steps)), None);
    assert_eq!(status(&with(&[("self-path", "working")], &guest, steps)), Some(r#"{"x":1.5}"#));
}

#[test]
fn types_are_javascripts() {
    // A missing length is the rest of memory, one parameter too many is ignored, a double is a number.
    let less = Guest::new().import("sk_debug", "$less", "(param i32)");
    let report = run(&less.start("(call $less (i32.const 262140)) (i32.const 0)"), "{}");
    assert_eq!(report.logs[0].message, "\0\0\0\0", "{report:#?}");
    let mut more = Guest::new().import("sk_debug", "$more", "(param f64 f32 i32 i64) (result f64)");
    let place = more.text("text");
    let (at, len) = place.split_once(") (").unwrap();
    let at: u32 = at.trim_start_matches("(i32.const ").parse().unwrap();
    let len: u32 = len.trim_start_matches("i32.const ").trim_end_matches(')').parse().unwrap();
    let body = format!(
        "(if (f64.eq (f64.const 0) (call $more (f64.const {at}) (f32.const {len}) (i32.const 1) (i64.const 2))) (then unreachable)) (i32.const 0)"
    );
    let report = run(&more.start(&body), "{}");
    assert_eq!((report.logs[0].message.as_str(), report.ok), ("text", true), "undefined is NaN: {report:#?}");
    let big = Guest::new().import("sk_udp_create", "$f", "(result i64)").start("(drop (call $f)) (i32.const 0)");
    let report = run(&big, "{}");
    assert_eq!(report.error.as_deref(), Some("Cannot convert the result of a host function to a BigInt"));
}

#[test]
fn texts_are_read_whatever_they_are() {
    for (place, seen) in [
        ("(i32.const 4096) (i32.const 3)", Some("a\u{fffd}b")),
        ("(i32.const -8) (i32.const 4)", None),
        ("(i32.const 262143) (i32.const 2)", None),
        ("(i32.const 4096) (i32.const -1)", None),
    ] {
        let guest =
            Guest::new().item(r#"(data (i32.const 4096) "a\ffb")"#).start(&format!("(call $status {place}) (i32.const 0)"));
        let report = run(&guest, "{}");
        assert_eq!((status(&report), report.ok), (seen, true), "{place}: {report:#?}");
    }
}

#[test]
fn an_empty_status_deletes_without_telling() {
    let mut guest = Guest::new().import("sk_set_error", "$error", "(param i32 i32)");
    let (bad, good) = (guest.text("bad"), guest.text("good"));
    let told = run(&guest.clone().start(&format!("(call $error {bad}) (call $status {good}) (i32.const 0)")), "{}");
    let entries = &told.scenario.as_ref().unwrap().statuses;
    assert_eq!(
        entries[1].get(),
        r#"{"message":"good","type":"status","id":"tester","statusType":"plugin","timeStamp":"2022-01-01T00:00:00.000Z","lastError":"bad","lastErrorTimeStamp":"2022-01-01T00:00:00.000Z"}"#
    );
    let gone =
        run(&guest.start(&format!("(call $status {good}) (call $status (i32.const 0) (i32.const 0)) (i32.const 0)")), "{}");
    assert_eq!((status(&gone), gone.scenario.as_ref().unwrap().statuses.len()), (None, 1));
}

#[test]
fn abort_does_not_trap_and_exit_is_no_end() {
    let guest = Guest::new()
        .import("abort", "$abort", "(param i32 i32 i32 i32)")
        .start("(call $abort (i32.const 0) (i32.const 0) (i32.const 3) (i32.const 4)) (i32.const 0)");
    let report = run(&guest, "{}");
    assert!(report.ok && report.logs[0].message == "abort called at 3:4", "{report:#?}");

    let guest = Guest::new()
        .import_of("wasi_snapshot_preview1", "proc_exit", "$exit", "(param i32)")
        .endpoint("")
        .handler("h", "(call $exit (i32.const 4)) unreachable")
        .poll("(call $say (i32.const 9)) (i32.const 0)");
    let report = run(&guest, r#"{"steps":[{"http":{"path":"/x"}},{"poll":1}]}"#);
    assert_eq!(
        (crate::responses(&report)[0]["body"]["error"].as_str(), status(&report)),
        (Some("Symbol(kExitCode)"), Some("9")),
        "{report:#?}"
    );
}

#[test]
fn wasi_has_one_variable() {
    let guest = Guest::new()
        .import_of("wasi_snapshot_preview1", "environ_sizes_get", "$sizes", "(param i32 i32) (result i32)")
        .import_of("wasi_snapshot_preview1", "environ_get", "$get", "(param i32 i32) (result i32)")
        .start(
            "(drop (call $sizes (i32.const 1200) (i32.const 1204)))
             (drop (call $get (i32.const 1208) (i32.const 1212)))
             (call $status (i32.load (i32.const 1208)) (i32.sub (i32.load (i32.const 1204)) (i32.const 1))) (i32.const 0)",
        );
    assert_eq!(status(&run(&guest, "{}")), Some("PLUGIN_ID=tester"));
    assert_eq!(status(&with(&[("package", "scoped")], &guest, "{}")), Some("PLUGIN_ID=@anyhost/tester"));
    assert!(rules(&run(&guest, "{}")).is_empty());
}

/// A folder is made, a file written and looked at; each errno is a digit or more of the status.
#[test]
fn files_are_there_only_where_a_plugin_was_enabled_later() {
    let module = "wasi_snapshot_preview1";
    let mut guest = Guest::new()
        .import_of(module, "path_create_directory", "$mkdir", "(param i32 i32 i32) (result i32)")
        .import_of(module, "path_open", "$open", "(param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)")
        .import_of(module, "fd_write", "$write", "(param i32 i32 i32 i32) (result i32)")
        .import_of(module, "fd_seek", "$seek", "(param i32 i64 i32 i32) (result i32)")
        .import_of(module, "fd_readdir", "$list", "(param i32 i32 i32 i64 i32) (result i32)")
        .import_of(module, "random_get", "$random", "(param i32 i32) (result i32)")
        .item("(global $sum (mut i32) (i32.const 0))");
    let (data, file, out) = (guest.text("data"), guest.text("data/a.txt"), guest.text("/../x"));
    // Errno times 1,000 of each call, then the size of the file.
    let add = |call: &str| format!("(global.set $sum (i32.add (global.get $sum) {call}))");
    let open = |path: &str, flags: i32| {
        format!(
            "(call $open (i32.const 3) (i32.const 0) {path} (i32.const {flags}) (i64.const -1) (i64.const -1) (i32.const 0) (i32.const 1200))"
        )
    };
    let body = [
        add(&format!("(call $mkdir (i32.const 3) {data})")),
        add(&open(&file, 1)),
        "(i32.store (i32.const 1204) (i32.const 2048)) (i32.store (i32.const 1208) (i32.const 9))".into(),
        add("(call $write (i32.load (i32.const 1200)) (i32.const 1204) (i32.const 1) (i32.const 1212))"),
        add("(call $seek (i32.load (i32.const 1200)) (i64.const -2) (i32.const 2) (i32.const 1216))"),
        add("(i32.mul (i32.const 1000) (i32.load (i32.const 1216)))"),
        add("(call $list (i32.const 3) (i32.const 1300) (i32.const 100) (i64.const 0) (i32.const 1220))"),
        add("(i32.mul (i32.const 100000) (i32.load (i32.const 1220)))"),
        add(&open(&out, 0)),
        "(drop (call $random (i32.const 1230) (i32.const 4)))".into(),
        "(if (i32.eqz (i32.load (i32.const 1230))) (then unreachable))".into(),
        "(call $say (global.get $sum)) (i32.const 0)".into(),
    ];
    let guest = guest.start(&body.join("\n"));
    // 28 bytes of listing, place 7, and 76 for the way out.
    assert_eq!(status(&with(&[("enabled", "later")], &guest, "{}")), Some("2807076"));
    // Three times 44 for what has a path, twice 8 for what needs a descriptor.
    assert_eq!(status(&run(&guest, "{}")), Some("148"));
}

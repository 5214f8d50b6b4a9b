//! FL6xx: the package and its manifest.

use crate::flow_like::{deduced, desktop, e1};
use crate::short::rules;

rules! {
    TABLE in &[];
    MANIFEST_FIELDS "FL601" Error, e1!(Read "manifest.rs:335-455") =>
        "write manifest_version, id, name, version and description in flow-like.toml"
        breaks "the host refuses the package"
        fix "write manifest_version = 1, an id in reverse-domain form, name, version and description, and each other field with its type";
    MANIFEST_NODES "FL602" Error, e1!(Read "manifest.rs:335-455") =>
        "list at least one `[[nodes]]`, with id, name, description and category"
        breaks "the manifest is refused"
        fix "write one entry for each node of the definition";
    MANIFEST_OAUTH "FL603" Error, e1!(Read "manifest.rs:335-455") =>
        "declare each node's OAuth providers under `[[permissions.oauth_scopes]]`"
        breaks "the manifest is refused"
        fix "write provider, scopes and reason";
    MANIFEST_TIER "FL604" Error, e1!(Read "manifest.rs:335-455") =>
        "name tiers that exist"
        breaks "the manifest does not parse"
        fix "write for memory minimal, light, standard, heavy or intensive; for timeout quick, standard, extended or long_running";
    MANIFEST_FILE "FL605" Note, desktop!("developer.rs:643; packages/wasm/src/client.rs:424") =>
        "name the manifest `flow-like.toml`, or `<module>.toml` beside the wasm"
        breaks "manifest.toml is read nowhere; without a manifest the id is local.<stem> and nothing is granted"
        fix "rename the file";
    BARE_WASM "FL606" Note, e1!(Read "client.rs:500-560; E2 read") =>
        "come in a package, if imports want capabilities"
        breaks "here everything is granted; the host grants what the manifest (E1) or the nodes' definitions (E2) ask for, and denies the rest without a word"
        fix "hand over the package's folder; with anyhost, `anyhost pack` writes it";
    MANIFEST_ID "FL607" Warning, e1!(Read "manifest.rs:335-455") =>
        "write the id in reverse-domain form"
        breaks "ids of two authors may be the same; the host takes any text that is not empty"
        fix "write id = \"com.example.my-nodes\"";
    MANIFEST_VERSION "FL608" Warning, e1!(Read "manifest.rs:335-455") =>
        "write `manifest_version = 1`"
        breaks "1 is the only version that was seen; what a host makes of another one was not"
        fix "write manifest_version = 1";
    WASM_PATH "FL609" Warning, desktop!("developer.rs:650-712") =>
        "name the artefact's place in the package by `wasm_path`"
        breaks "the host looks on in other places, and may take another file, or none"
        fix "write a path that begins at the manifest's folder and stays in it";
    WASM_HASH "FL610" Warning, deduced!("the manifest has a field for the artefact's SHA-256; what is done with it was not seen") =>
        "write as `wasm_hash` the SHA-256 of the artefact, in 64 hexadecimal digits"
        breaks "whoever compares finds another file than the author's"
        fix "write the hash anew after each build, or leave the field out; with anyhost, `anyhost pack` writes it";
    MANIFEST_DEFINITION "FL611" Warning, deduced!("`[[nodes]]` and the definitions are two lists of the same nodes") =>
        "list in `[[nodes]]` the nodes that the wasm defines, by the names of their definitions"
        breaks "a catalogue shows nodes that are not there, or leaves some out"
        fix "write one entry a node, with `id` the definition's `name`";
    MANIFEST_PERMISSIONS "FL612" Warning, e1!(Read "client.rs:500-560, manifest.rs:175-222") =>
        "set under `[permissions]` what the nodes' definitions ask for"
        breaks "E1 grants only what the manifest asks for, so the node's calls are denied there; E2 goes by the definition"
        fix "set the flag, or take the permission out of the definition";
    MANIFEST_FLAG "FL613" Warning, e1!(Read "manifest.rs:335-455") =>
        "set only permissions that the manifest has"
        breaks "a flag of another name grants nothing"
        fix "write under permissions only memory timeout variables cache streaming a2ui models oauth_scopes; under network http_enabled allowed_hosts websocket_enabled tcp_enabled udp_enabled dns_enabled; under filesystem node_storage user_storage upload_dir cache_dir";
}

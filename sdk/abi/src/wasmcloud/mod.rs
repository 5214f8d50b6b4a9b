//! wasmCloud 2.x: components that export `wasi:http/incoming-handler`.
//!
//! Observed means run with wasmCloud 2.7.0, wasmtime 48.0.8, wstd 0.6.8, wasip2 1.0.4.
//!
//! A component has no core signatures: an export's signature is `None`, an import's result [`Ret::Unknown`] without
//! arguments, and `does` ends with the WIT type where the SDK is to wrap the function. See `imports`.

mod imports;

use crate::model::*;
use crate::orbis::table::{exports, files, limits, switches};
use crate::short::unjudged;

/// The reason of [`Support::DataOnly`], and of every [`Offer::NotBuilt`] here.
const NOT_BUILT: &str = "wasmCloud is entered as data only: nothing is built, run or judged for it yet";

/// wasmCloud.
pub const HOST: Host = Host {
    id: "wasmcloud",
    title: "wasmCloud",
    prefix: "WC",
    shape: Shape::Route,
    support: Support::DataOnly(NOT_BUILT),
    dialects: &[SOURCE, DOCS],
    switches: switches! {
        from "wasmCloud 2.7.0: ";
        "server" = ["wasmcloud", "wasmtime-serve"] in [],
            "wasmtime-serve: every `open` clones the seed data and drops writes, and only the bucket \"\" exists", Observed "used by a component";
    },
    versions: &[],
    rules: &[unjudged("WC000")],
    groups: &[Group { prefix: "WC", title: "Not judged" }],
    // The host binds exactly the interfaces that the workload declares, and reaches the hosts that it lists.
    words: crate::Words::NONE,
    capabilities: &[
        "egress",
        "wasi:keyvalue/store",
        "wasi:keyvalue/atomics",
        "wasi:keyvalue/batch",
        "wasi:config/store",
        "wasmcloud:messaging/consumer",
        "wasi:blobstore/blobstore",
        "wasi:blobstore/container",
        "wasi:blobstore/types",
        "wasi:logging/logging",
    ],
};

const FAILURE: &str = "an HTTP response with its status; a trap is a 500, and the next request is served";

const MEMORY: Memory = Memory {
    input: Input::Canonical,
    // What is lowered into the guest is the guest's; after the result is lifted, the guest's post-return is called.
    input_freed: Freed::Never,
    result: ResultAt::Canonical,
    result_freed: Freed::AfterResult,
};

// The deployment sets all others.
const LIMITS: &[Limit] = limits! {
    from "wasmCloud 2.7.0: ";
    "write_bytes" = 4_096, "a larger chunk of a body fails: write it in several", Observed "components without wstd";
    "list_keys_page" = 100, "further keys come with the cursor", Read "wasi:keyvalue/store, as the host serves it";
};

const FILES: &[File] = files! {
    from "wasmCloud 2.7.0: ";
    "wit/world.wit", false, "package and world; imports only: an HTTP export in it ties the component to one version", Observed "worlds that link or not";
    "wit/deps/", false, "WIT of the packages that the world names; not kept in git", Read "project templates";
    "wkg.lock", false, "versions of those packages", Read "project templates";
    ".wash/config.yaml", false, "build command and path of the component", Read "project templates";
};

/// What runs on wasmCloud 2.7.
const SOURCE: Dialect = Dialect {
    id: "source",
    summary: "a component that imports exactly what it uses, all at one WASI 0.2.x, as wasmCloud 2.7 runs it",
    kind: Kind::Component,
    support: Support::DataOnly(NOT_BUILT),
    room: "wasmcloud",
    target: "wasm32-wasip2",
    exports: exports! {
        from "wasmCloud 2.7.0: ";
        Derived "wasi:http/incoming-handler@0.2.x: one, of any version up to the host's": None, Endpoint, Required, true, Observed "components of several WASI 0.2 versions";
        Fixed "wasmcloud:messaging/handler@0.2.0": None, Event, Optional, true, Observed "beside an HTTP handler";
    },
    imports: &imports::ALL,
    memory: MEMORY,
    lifetime: Lifetime::PerCall,
    reentrant: false,
    exceptions: Exceptions::Unknown,
    failure: FAILURE,
    limits: LIMITS,
    files: FILES,
    node: None,
    route: None,
    about: &[],
    source: Source { mark: Mark::Observed, at: "wasmCloud 2.7.0 and wasmtime serve 48.0.8, run with components" },
};

/// What the Rust Language Guide says. Its code makes the same kind of component, its world does not link.
const DOCS: Dialect = Dialect {
    id: "docs",
    summary: "wasmCloud's Rust Language Guide: wstd's attributes, and a hand-written world",
    kind: Kind::Component,
    support: Support::DataOnly(NOT_BUILT),
    room: "wasmcloud",
    target: "wasm32-wasip2",
    exports: exports! {
        from "wasmCloud 2.7.0: ";
        Derived "wasi:http/incoming-handler@0.2.x; the guide's world says 0.2.2, which does not link": None, Endpoint, Required, true, Observed "its examples built and run";
    },
    imports: &imports::ALL,
    memory: MEMORY,
    lifetime: Lifetime::PerCall,
    reentrant: false,
    exceptions: Exceptions::Unknown,
    failure: FAILURE,
    limits: LIMITS,
    files: FILES,
    node: None,
    route: None,
    about: &[],
    source: Source { mark: Mark::Observed, at: "wasmCloud, Rust Language Guide: its examples built and run" },
};

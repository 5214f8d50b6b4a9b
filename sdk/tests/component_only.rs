//! What core modules cannot do: every import of the data that is not wrapped has a method that does not compile there, or a
//! reason why it has none.
#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used)]

use anyhost::flow_like::{AsksModels, Context, KeepsValues, Returns, SetsOutputs, StreamsEvents, UsesNetwork, WritesFiles};
use anyhost::rt::abi::{Offer, flow_like};

/// A table of imports and methods, and a function that names each method, so that it is there.
macro_rules! methods {
    ($($group:ident { $($import:literal $method:ident)* })*) => {
        const METHODS: &[&str] = &[$($($import,)*)*];

        #[allow(dead_code, reason = "compiled, not called: no kind can")]
        fn exist<K: $($group +)*>() {
            $($(let _ = Context::<K>::$method;)*)*
        }
    };
}

methods! {
    Returns {
        "flowlike_pins.get_input" get_input
        "flowlike_vars.get" get_variable
        "flowlike_cache.get" get_cached
        "flowlike_storage.storage_dir" storage_dir
        "flowlike_storage.upload_dir" upload_dir
        "flowlike_storage.cache_dir" cache_dir
        "flowlike_storage.user_dir" user_dir
        "flowlike_storage.read_request" read_file
        "flowlike_storage.list_request" list_files
        "flowlike_storage.write_start_request" begin_write
        "flowlike_auth.get_oauth_token" oauth_token
        "flowlike_models.embed_text_query" embed_text_query
        "flowlike_models.embed_text_document" embed_text_document
        "flowlike_models.embed_image" embed_image
        "flowlike_models.llm_prompt" llm_prompt
        "flowlike_models.llm_prompt_stream" llm_prompt_stream
        "flowlike_schema.get_type_schema" type_schema
        "flowlike_schema.list_types" list_types
        "flowlike_db.query" query_database
    }
    SetsOutputs {
        "flowlike_pins.set_output" set_output
        "flowlike_pins.activate_exec" activate_exec
    }
    KeepsValues {
        "flowlike_vars.set" set_variable
        "flowlike_vars.delete" delete_variable
        "flowlike_vars.has" has_variable
        "flowlike_cache.set" set_cached
        "flowlike_cache.delete" delete_cached
        "flowlike_cache.has" has_cached
        "flowlike_auth.has_oauth_token" has_oauth_token
    }
    WritesFiles {
        "flowlike_storage.write_request" write_file
        "flowlike_storage.write_chunk_request" write_chunk
        "flowlike_storage.write_finish_request" finish_write
    }
    UsesNetwork {
        "flowlike_http.request" http_request
        "flowlike_ws.connect" connect
        "flowlike_ws.send" send
        "flowlike_ws.receive" receive
        "flowlike_ws.close" close
    }
    AsksModels {
        "flowlike_models.embed_text" embed_text
        "flowlike_image.from_bytes" image_from_bytes
        "flowlike_image.to_bytes" image_to_bytes
    }
    StreamsEvents {
        "flowlike_stream.emit" emit
    }
}

/// Imports without a method: by prefix, and why.
const WITHOUT: &[(&str, &str)] = &[
    ("flowlike_meta.get_", "the context JSON has it, and the context the method of the same name"),
    ("flowlike_meta.is_streaming", "the context JSON has it, and the context the method of the same name"),
    ("flowlike_log.log_json", "its data is shown nowhere, and components have no such function"),
    ("env.", "for other languages' runtimes"),
    ("wasi_snapshot_preview1.", "stubs; Rust does without for this target"),
];

#[test]
fn each_import_is_wrapped_or_refused_by_a_method_or_has_a_reason() {
    let imports = flow_like::HOST.dialects[0].imports;
    let mut unwrapped: Vec<String> = imports
        .iter()
        .filter(|import| !matches!(import.offer, Offer::Wrapped(_)))
        .map(|import| format!("{}.{}", import.module, import.name))
        .collect();
    for name in METHODS {
        assert!(unwrapped.iter().any(|other| other == name), "{name} is wrapped, or no import");
    }
    unwrapped.retain(|name| !METHODS.contains(&name.as_str()));
    for (prefix, _) in WITHOUT {
        assert!(unwrapped.iter().any(|name| name.starts_with(prefix)), "{prefix} has no import");
        unwrapped.retain(|name| !name.starts_with(prefix));
    }
    assert_eq!(unwrapped, [] as [String; 0], "neither a method nor a reason");
}

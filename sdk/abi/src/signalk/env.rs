//! Module `env` without its sockets, and `as-fetch`. The host copies a string during the call and never frees it.

use crate::model::*;
use crate::orbis::table::imports;

/// For what only AssemblyScript's runtime imports.
const ASSEMBLY_SCRIPT: &str = "made for AssemblyScript's runtime";

pub(super) const ENV: [Import; 18] = imports! {
    from "signalk-server 2.32.0, ";
    "env" {
        "abort"(message: I32, file: I32, line: I32, column: I32), Offer::Never("it does not trap: stop with a trap of your own"),
            Read "env-imports.ts:81", "Writes a debug line.";
        "seed"() -> F64 "the time, times a random number", Offer::Never(ASSEMBLY_SCRIPT),
            Read "env-imports.ts:84", "Gives a weak random number.";
        "console.log"(text: Str), Offer::Never("made for AssemblyScript, whose strings it misreads; use `sk_debug`"),
            Read "env-imports.ts:87", "Writes a debug line.";
        "sk_debug"(text: Str), Offer::Wrapped("signalk::debug"),
            Observed "env-imports.ts:97", "Writes a debug line, visible with DEBUG=signalk:wasm:bindings on the server.";
        "sk_set_status"(text: Str), Offer::Wrapped("signalk::status"),
            Observed "env-imports.ts:106", "Sets the status entry of the package; empty text deletes it without an event.";
        "sk_set_error"(text: Str), Offer::Wrapped("signalk::error"),
            Observed "env-imports.ts:118", "Sets the same entry as an error; the plugin's state stays.";
        // The host is JavaScript: a guest may declare it without the version, as the documentation does.
        "sk_handle_message"(delta: Json, version: I32 = 1), Offer::Wrapped("signalk::Delta::emit"),
            Observed "env-imports.ts:190", "Emits a delta, of version 2 if version is 2, else 1; calls `delta_handler` before it returns; a bad delta is dropped.";
        "sk_publish_notification"(path: Str, value: Json) -> I32 "0 = sent, -1 = bad JSON or state", Offer::Wrapped("signalk::Notification::publish"),
            Observed "env-imports.ts:224", "Emits a notification; state is normal, alert, warn, alarm or emergency (nominal is refused).";
        "sk_get_self_path"(path: Str, value: Buffer) -> I32 "bytes written; 0 = missing, too small or failed: always, on every real server",
            Offer::Never("always 0; keep the values that `delta_handler` brings"),
            Observed "env-imports.ts:131, interfaces/plugins.ts:511,789", "Is meant to read a value of the own vessel.";
        "sk_read_config"(config: Buffer) -> I32 "bytes written; 0 = too small or failed", Offer::Wrapped("signalk::read_config"),
            Observed "env-imports.ts:306", "Reads the configuration from its file; {} if there is none, and always for a scoped package.";
        "sk_save_config"(config: Json) -> I32 "0 = saved, -1 = failed: always for a scoped package", Offer::Wrapped("signalk::save_config"),
            Observed "env-imports.ts:368", "Writes the configuration to its file; the next start in this process still gets the old one.";
        "sk_has_capability"(name: Str) -> I32 "1 = granted network or rawSockets, 0 = all else", Offer::Wrapped("signalk::Capability::is_granted"),
            Observed "env-imports.ts:415", "Tells two capabilities; 0 for every other one, granted or not.";
        "sk_register_put_handler"(context: Str, path: Str) -> I32 "1 = registered, 0 = refused" if "putHandlers", Offer::Wrapped("signalk::register_put"),
            Observed "env-imports.ts:433", "Registers for PUTs of a path, and emits its meta.";
        "sk_register_resource_provider"(kind: Str) -> I32 "1 = registered, 0 = refused" if "resourceProvider", Offer::Wrapped("signalk::register_resources"),
            Observed "resource-provider.ts:142", "Registers for resources of a type; only inside `plugin_start`.";
        "sk_register_weather_provider"(name: Str) -> I32 "1 = registered, 0 = refused" if "weatherProvider", Offer::Wrapped("signalk::register_weather"),
            Observed "weather-provider.ts:189", "Registers for weather; only inside `plugin_start`.";
        "sk_register_radar_provider"(name: Str) -> I32 "1 = registered, 0 = refused" if "radarProvider", Offer::Wrapped("signalk::register_radar"),
            Observed "radar-provider.ts:215", "Registers for radars; only inside `plugin_start`.";
        "sk_emit_binary_stream"(stream: Str, data: Bytes) -> I32 "1 = sent, 0 = refused", Offer::Wrapped("signalk::emit_stream"),
            Observed "binary-stream.ts:40", "Sends on `radars/<id>` or below `plugins/<package name>/`.";
        "sk_radar_emit_spokes"(radar: Str, data: Bytes) -> I32 "1 = sent, 0 = refused, or before the first start has ended" if "radarProvider", Offer::Wrapped("signalk::emit_spokes"),
            Observed "radar-provider.ts:894 (before start only read)", "Sends on `radars/<radar>`.";
    }
};

// Added to the imports where `network` is granted. Its functions need asyncify exports, and their types are nowhere said.
const FETCH: Offer = Offer::Never("AssemblyScript only: it needs asyncify exports; there is no HTTP client for other plugins");

pub(super) const AS_FETCH: [Import; 5] = imports! {
    from "signalk-server 2.32.0, ";
    "as-fetch" {
        "_initAsyncify"() -> Unknown if "network", FETCH, Read "as-fetch, made for AssemblyScript", "Prepares asyncify.";
        "_fetchGETSync"() -> Unknown if "network", FETCH, Read "standard-loader.ts:368-389", "GET, resumed by asyncify.";
        "_fetchPOSTSync"() -> Unknown if "network", FETCH, Read "standard-loader.ts:368-389", "POST, resumed by asyncify.";
        "_fetchGET"() -> Unknown if "network", FETCH, Read "as-fetch, made for AssemblyScript", "GET.";
        "_fetchPOST"() -> Unknown if "network", FETCH, Read "as-fetch, made for AssemblyScript", "POST.";
    }
};

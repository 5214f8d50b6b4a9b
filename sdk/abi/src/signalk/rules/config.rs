//! SK2xx: what the plugin says of itself, and its configuration.

use super::{deduced, server};
use crate::short::rules;

rules! {
    TABLE in &[];
    GETTER_TRAPS "SK201" Error, server!(Observed "standard-loader.ts:395-420") =>
        "return from `plugin_name` and `plugin_schema`"
        breaks "the plugin is not registered"
        fix "copy a constant";
    GETTER_LENGTH "SK202" Error, server!(Observed "standard-loader.ts:395-420") =>
        "return from getters at most as many bytes as the buffer has: 8,192"
        breaks "the server does not check the number: it reads past its buffer, or `Invalid typed array length`"
        fix "shorten the text when the plugin is built";
    NO_NAME "SK203" Warning, server!(Observed "standard-loader.ts:395-400, plugin-routes.ts:595") =>
        "return a display name from `plugin_name`"
        breaks "the plugin is called like its package, or, enabled later, not at all"
        fix "export plugin_name(out: i32, max: i32) -> i32 with a text of at least a byte";
    SCHEMA_JSON "SK204" Error, server!(Observed "standard-loader.ts:395-420") =>
        "return JSON from `plugin_schema`, within 8,192 bytes"
        breaks "the plugin is not registered; a schema that is cut off at 8,192 bytes is no JSON"
        fix "shorten descriptions, or take fewer fields";
    SCHEMA_SHAPE "SK205" Warning, server!(Read "standard-loader.ts:395-420: the schema of the form") =>
        "return a JSON Schema of an object: `{\"type\":\"object\",\"properties\":{…}}`"
        breaks "the server's form shows nothing, or fails"
        fix "write a property for each key of the configuration";
    SCHEMA_DEFAULT "SK206" Warning, deduced!("the form stores what the schema calls the default") =>
        "write defaults that the schema itself allows"
        breaks "the form marks its own default as wrong, and does not save"
        fix "give the default the property's type, within its bounds and its list";
    NO_SCHEMA "SK207" Note, server!(Observed "standard-loader.ts:395-400") =>
        "return a schema from `plugin_schema`"
        breaks "the schema is `{}`: the form has no fields"
        fix "write {\"type\":\"object\",\"properties\":{}} if there is nothing to set";
    GETTER_UTF8 "SK208" Warning, server!(Observed "texts are decoded as lossy UTF-8") =>
        "return UTF-8 from getters"
        breaks "each wrong byte becomes U+FFFD"
        fix "cut texts between characters";
    GETTER_UNSTEADY "SK209" Warning, server!(Observed "plugin-registry.ts, plugin-routes.ts:532-595: read on each enabling") =>
        "return the same from getters each time"
        breaks "the server reads them on a throw-away instance while the plugin is disabled, and again on each enabling"
        fix "return constants";
    GETTER_ACTS "SK210" Error, server!(Observed "plugin-registry.ts: getters run on a throw-away instance") =>
        "emit and register nothing before `plugin_start`"
        breaks "it happens for a disabled plugin, too, on an instance that is thrown away"
        fix "move it to `plugin_start`";
    MAX_IGNORED "SK211" Warning, server!(Observed "8,192 bytes are offered today") =>
        "keep to the `max` that a getter is given"
        breaks "with a smaller buffer the plugin writes over its own memory, or the server reads past the buffer"
        fix "copy at most `max` bytes, and return how many";
    START_TRAPS "SK212" Error, server!(Observed "plugin-lifecycle.ts:88-118") =>
        "return from `plugin_start`, whatever the configuration is"
        breaks "state `error`, with an engine's text that tells the user nothing"
        fix "call `sk_set_error` and return 1";
    NEEDS_CONFIG "SK213" Warning, server!(Observed "plugin-lifecycle.ts:88-91; plugin-config.ts:61") =>
        "start without a configuration"
        breaks "the first start gets `{\"enableDebug\":false}` and fails, and a plugin in state `error` is not started by saving a better configuration: only by disabling and enabling"
        fix "start, say what is missing by `sk_set_status`, and wait for the next start";
    OWN_DEFAULTS "SK214" Error, server!(Read "plugin-lifecycle.ts:88-91") =>
        "apply the schema's defaults in the plugin"
        breaks "the server applies none: the first start gets `{\"enableDebug\":false}` and fails"
        fix "take an absent key for its default";
    ENABLE_DEBUG "SK215" Error, server!(Observed "plugin-lifecycle.ts:88-91") =>
        "take the key `enableDebug` beside the configuration's own"
        breaks "the server always adds it, so every start fails"
        fix "skip unknown keys";
    SILENT_FAILURE "SK216" Warning, server!(Observed "plugin-lifecycle.ts:88-118") =>
        "say by `sk_set_error` why a start fails"
        breaks "the user reads `Plugin start() returned error code: 1`"
        fix "call sk_set_error with a sentence before returning 1";
    SAVED_CONFIG "SK217" Error, server!(Observed "env-imports.ts:368") =>
        "save a JSON object as the configuration"
        breaks "text that is no JSON gives -1; another value than an object leaves nothing to configure"
        fix "write the whole object: what is saved replaces the old one";
}

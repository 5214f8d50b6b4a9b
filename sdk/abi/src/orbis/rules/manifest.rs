//! OB5xx: the manifest, in a file or in the section `manifest`.

use super::{SOURCE, deduced, host};
use crate::short::rules;

rules! {
    TABLE in &[];
    MANIFEST_PARSE "OB501" Error, host!(Observed "manifest.rs:8-58") =>
        "write the manifest as one JSON object, with `name` and `version`, and each field with its type"
        breaks "the plugin does not load: `Failed to parse manifest: …`"
        fix "write {\"name\":\"…\",\"version\":\"1.0.0\",\"routes\":[…]}; null is refused for `description`, for `requires_auth` and for lists";
    MANIFEST_BYTES "OB502" Error, host!(Observed "loader.rs:113-148: a section with a BOM, and with a NUL") =>
        "write the manifest in UTF-8, without a byte order mark and without zero bytes"
        breaks "the plugin does not load: `Failed to parse …: expected value`, `trailing characters`, or `Manifest section is not valid UTF-8`"
        fix "write the text of the JSON object and nothing else";
    MANIFEST_NAME "OB503" Error, host!(Observed "manifest.rs:66-97") =>
        "name the plugin with letters, digits, `-` and `_`"
        breaks "the plugin does not load: `Invalid manifest: …`"
        fix "write no dot, no space and no slash; the name is in every URL: /api/plugins/<name>";
    MANIFEST_VERSION "OB504" Error, host!(Observed "manifest.rs:66-97") =>
        "write `version` as three numbers"
        breaks "the plugin does not load: `1.0` is no semantic version"
        fix "write \"version\":\"1.0.0\"";
    MANIFEST_PERMISSION "OB505" Error, host!(Observed "manifest.rs:8-58") =>
        "ask only for permissions that there are, in their spelling"
        breaks "the plugin does not load: `Failed to parse manifest: unknown variant …`; the later documents' `database:read` and {\"type\":\"network\"} are refused, too"
        fix "write database_read, database_write, file_read, file_write, network, system, shell, environment, or {\"custom\":\"…\"}";
    ROUTE_METHOD "OB506" Error, host!(Observed "manifest.rs:196-221") =>
        "use the methods GET, POST, PUT, PATCH, DELETE, HEAD and OPTIONS"
        breaks "the plugin does not load: `Invalid manifest: …`"
        fix "use one of the seven";
    ROUTE_PATH "OB507" Error, host!(Observed "manifest.rs:196-221") =>
        "begin paths of routes with `/`"
        breaks "the plugin does not load: `Invalid manifest: …`"
        fix "write the path from the plugin's own root: /items";
    ROUTE_HANDLER "OB508" Error, host!(Observed "manifest.rs:196-221") =>
        "name a handler in each route"
        breaks "the plugin does not load: `Invalid manifest: …`"
        fix "write \"handler\":\"list_items\"";
    ROUTE_TWICE "OB509" Error, host!(Read "plugins.rs:101-106") =>
        "write each pair of method and path once"
        breaks "the first entry answers; the other one is never called over HTTP"
        fix "choose another path or method";
}

rules! {
    REAL in SOURCE;
    ROUTE_PARAMS "OB510" Warning, host!(Observed "plugins.rs:101-106") =>
        "write paths without parameters"
        breaks "paths are compared letter by letter: `/items/:id` and `/items/{id}` answer only requests with just that text"
        fix "take the value from the query: GET /items?id=7";
    ROUTE_ROOT "OB511" Warning, host!(Read "plugins.rs: the wildcard takes at least one character") =>
        "give no route the path `/`"
        breaks "no URL reaches it"
        fix "write a path of at least one letter: /index";
    ROUTE_TAKEN "OB512" Warning, host!(Read "plugins.rs:176-217") =>
        "leave GET /pages, POST /enable and POST /disable to the host"
        breaks "the host's own routes answer; other methods on these paths are 405"
        fix "choose another path";
    ROUTE_HEAD "OB513" Note, host!(Observed "plugins.rs:101-106; read: the CORS layer") =>
        "expect HEAD and OPTIONS only as far as they come"
        breaks "HEAD is not derived from GET, and a layer for CORS may answer OPTIONS before the plugin"
        fix "leave the route out, unless it is really meant";
    AUTH_UNSAID "OB514" Note, host!(Observed "manifest.rs:174") =>
        "write `requires_auth` in each route"
        breaks "left out it is true: anonymous requests are 401"
        fix "write \"requires_auth\":true, or false for a public route";
    UNENFORCED "OB515" Note, host!(Observed "plugins.rs:80-172, with rate limits and permissions of routes; loader.rs") =>
        "rely on no limit, permission, version or dependency of the manifest"
        breaks "`rate_limit` and `permissions` of routes, `min_orbis_version` and `dependencies` are parsed, and nobody looks at them"
        fix "check in the handler what must be checked: `user_id` and `is_admin` are in the context";
    UNROUTED "OB516" Note, host!(Read "commands.rs:683-743") =>
        "export as (i32, i32) -> i32 only what anybody may call"
        breaks "the desktop calls any export of this type by its name, without authentication, also where no route names it"
        fix "export nothing else of this type; check `user_id` and `is_admin` in the handler";
    UNKNOWN_FIELD "OB517" Warning, host!(Observed "manifest.rs:8-58; the later documents' `middleware`") =>
        "write only fields that the manifest has"
        breaks "unknown fields are ignored without a word, so a misspelt one has no effect"
        fix "take the names from `anyhost hosts orbis`";
    CONFIG_OBJECT "OB518" Warning, host!(Observed "manifest.rs:8-58; get_config") =>
        "write `config` as an object, if the plugin reads it"
        breaks "`get_config` sees only top-level keys of an object: every key is missing"
        fix "write \"config\":{\"limit\":20}";
    HANDLER_NAME "OB519" Note, host!(Read "commands.rs:683-743") =>
        "name handlers without a dot"
        breaks "the desktop splits `plugin.handler` at each dot, and cannot call it"
        fix "use letters, digits and `_`";
    DESCRIPTION "OB520" Note, deduced!("administrators see it in the list of plugins") =>
        "say in `description` what the plugin does"
        breaks "the list of plugins shows a name and nothing else"
        fix "write a sentence; with anyhost, `description` under [package]";
}

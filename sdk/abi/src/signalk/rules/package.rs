//! SK9xx: the npm package.

use super::{SOURCE, server};
use crate::short::rules;

rules! {
    TABLE in SOURCE;
    PACKAGE_JSON "SK901" Error, server!(Observed "modules.ts:93-135") =>
        "write package.json as a JSON object with the package's `name` and `version`"
        breaks "the server, and npm, do not find the package"
        fix "write \"name\": \"my-plugin\", \"version\": \"1.0.0\", both in npm's form";
    KEYWORD "SK902" Error, server!(Observed "interfaces/plugins.ts:463-478") =>
        "put the keyword `signalk-wasm-plugin` into package.json"
        breaks "the server never looks at the package"
        fix "write \"keywords\": [\"signalk-wasm-plugin\"]";
    WASM_FILE "SK903" Error, server!(Observed "interfaces/plugins.ts:581-582, plugin-registry.ts:173-181") =>
        "name the wasm in `wasmManifest`"
        breaks "without it the package is loaded as JavaScript; a file that is not there gives ENOENT"
        fix "write \"wasmManifest\": \"plugin.wasm\", relative to package.json";
    FOLDER "SK904" Error, server!(Observed "plugin-registry.ts:173-181") =>
        "call the folder like the package"
        breaks "`Cannot find module`: the file is looked for under the package's name"
        fix "rename the folder, or install the packed archive";
    CAPABILITY_UNASKED "SK905" Error, server!(Observed "env-imports.ts:433, resource-provider.ts:142, weather-provider.ts:189, radar-provider.ts:215, socket-manager.ts") =>
        "ask in `wasmCapabilities` for what the code uses"
        breaks "registering gives 0, sockets give -1"
        fix "set the capability to true";
    CAPABILITY_UNUSED "SK906" Warning, server!(Observed "env-imports.ts:433, and what else a capability gates") =>
        "ask in `wasmCapabilities` for nothing more than what the code uses"
        breaks "users are asked to trust the plugin with more than it needs"
        fix "leave the key out";
    CAPABILITY_UNKNOWN "SK907" Warning, server!(Read "plugin-registry.ts: the keys that are read") =>
        "write `wasmCapabilities` as an object of the server's keys"
        breaks "an unknown key does nothing, and a capability of another type than a boolean is off or on by luck"
        fix "use putHandlers, resourceProvider, weatherProvider, radarProvider, rawSockets, network, httpEndpoints, dataRead, dataWrite (booleans) and storage (a text)";
    CAPABILITY_PLACE "SK908" Error, server!(Read "plugin-registry.ts: package.json's own keys are read") =>
        "write `wasmManifest` and `wasmCapabilities` at the top of package.json"
        breaks "inside `signalk` they are not read"
        fix "move them up";
    CAPABILITY_UNENFORCED "SK909" Note, server!(Observed "wasm-serverapi.ts is called by nothing") =>
        "say what is true in capabilities that are not enforced"
        breaks "`dataWrite`, `storage` and `httpEndpoints` gate nothing today; a later server may enforce them"
        fix "set `httpEndpoints` to true where there are endpoints, and `dataWrite` where deltas are emitted; `storage` \"none\" only where no configuration is saved";
    SCOPED "SK910" Warning, server!(Observed "routes and lifecycle with a scoped package; plugin-lifecycle.ts:230") =>
        "give the package a name without a scope"
        breaks "`sk_read_config` gives {}, `sk_save_config` -1, UDP sockets stay open after a stop"
        fix "write \"name\": \"my-plugin\"";
    WEB_FOLDER "SK911" Warning, server!(Read "plugin-registry.ts:104-157") =>
        "put web pages into `public/` where the keyword is `signalk-webapp`"
        breaks "without the folder the package's root is served, with the wasm and package.json"
        fix "add public/index.html, or remove the keyword";
    WEB_KEYWORD "SK912" Warning, server!(Read "plugin-registry.ts:104-157") =>
        "put the keyword `signalk-webapp` where there is a `public/`"
        breaks "the pages are not served"
        fix "add \"signalk-webapp\" to keywords";
    DISPLAY_NAME "SK913" Note, server!(Observed "interfaces/plugins.ts:364") =>
        "know that the server shows a status only where `plugin_name` is the package's name"
        breaks "`statusMessage` in the list of plugins is always empty: it is looked up by the display name, and stored by the package's"
        fix "return the package's name from `plugin_name`, or tell users to look at the dashboard's messages";
    FILES_LIST "SK914" Warning, server!(Observed "npm pack leaves out what `files` does not list") =>
        "list the wasm, and `public`, in `files` of package.json"
        breaks "npm leaves them out of the archive: the published package has no plugin in it"
        fix "remove `files`, or add them";
    DEFAULT_ENABLED "SK915" Note, server!(Read "wasm-storage.ts:102-122, plugin-registry.ts:241,344") =>
        "know that `signalk-plugin-enabled-by-default` is ignored for WASM"
        breaks "the plugin stays disabled until a user enables it"
        fix "remove the key";
    STRAY "SK916" Error, server!(Read "npm refuses paths that lead out of a package") =>
        "keep every file of the package inside it"
        breaks "npm does not install paths that lead out, and leaves links out"
        fix "pack with `anyhost pack` or `npm pack`";
}

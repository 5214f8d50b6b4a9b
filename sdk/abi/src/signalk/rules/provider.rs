//! SK8xx: resource, weather and radar providers, streams and sockets.

use super::{SOURCE, server};
use crate::short::rules;

rules! {
    TABLE in SOURCE;
    PROVIDER_LATE "SK801" Error, server!(Read "plugin-lifecycle.ts:100-110, resource-provider.ts:169-173") =>
        "register providers inside `plugin_start`, in each"
        breaks "the server attaches the instance only when a start has returned 0: requests never reach the plugin"
        fix "move the registration to `plugin_start`";
    PROVIDER_EXPORT "SK802" Error, server!(Read "resource-provider.ts, weather-provider.ts, radar-provider.ts") =>
        "export the functions of each provider that is registered"
        breaks "a missing one counts as no answer: {}, [] or null"
        fix "export list, get, set and delete for resources; observations, forecasts and warnings for weather; at least the list and the info for radar";
    PROVIDER_UNREGISTERED "SK803" Warning, server!(Read "resource-provider.ts:142, weather-provider.ts:189, radar-provider.ts:215") =>
        "register each provider whose functions are exported"
        breaks "nothing ever calls them"
        fix "call sk_register_resource_provider, sk_register_weather_provider or sk_register_radar_provider in `plugin_start`";
    PROVIDER_TRAPS "SK804" Error, server!(Observed "resource-provider.ts, weather-provider.ts") =>
        "answer every provider request without a trap"
        breaks "the request is rejected, or answered {}, [] or null; both buffers of the call are lost for good"
        fix "answer {}, [] or null";
    PROVIDER_REPLY "SK805" Error, server!(Observed "resource-provider.ts, weather-provider.ts, radar-provider.ts:116") =>
        "reply in the form of the request: an object of resources by id, a list of weather entries, a list of radar ids"
        breaks "invalid JSON rejects the request or counts as [], another form reaches clients as it is"
        fix "write {\"id\":{…}} for resources, [{…}] for weather, [\"r0\"] for radars";
    RESOURCE_UNKNOWN "SK806" Warning, server!(Observed "resource-provider.ts: the text null becomes 404") =>
        "reply `null` for a resource that is not there"
        breaks "{\"error\":…} is served as the resource, with status 200"
        fix "write null";
    STREAM_ID "SK807" Error, server!(Read "binary-stream.ts:40") =>
        "emit streams as `radars/<id>` or `plugins/<package name>/…`"
        breaks "it is refused with 0"
        fix "use letters, digits, `-` and `_` behind radars/";
    SOCKETS_LEFT "SK808" Error, server!(Observed "plugin-lifecycle.ts:230, socket-manager.ts") =>
        "close sockets in `plugin_stop`"
        breaks "TCP sockets are never closed by the server, UDP sockets of scoped packages neither: after a new configuration they are open twice"
        fix "call sk_udp_close and sk_tcp_close for each";
}

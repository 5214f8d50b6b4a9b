//! SK6xx: HTTP endpoints.

use super::{SOURCE, server};
use crate::short::rules;

rules! {
    TABLE in SOURCE;
    ENDPOINTS_FAIL "SK601" Error, server!(Observed "plugin-routes.ts, loading endpoints") =>
        "return from `http_endpoints` a JSON array within 8,192 bytes"
        breaks "there are no routes at all; the reason is only in a debug line"
        fix "write [{\"method\":\"GET\",\"path\":\"/status\",\"handler\":\"handle_status\"}]";
    ENDPOINT_FIELDS "SK602" Error, server!(Observed "plugin-routes.ts, loading endpoints") =>
        "give each endpoint `method`, `path` and `handler` as texts"
        breaks "the endpoint is not there, or answers 500"
        fix "write {\"method\":\"GET\",\"path\":\"/status\",\"handler\":\"handle_status\"}";
    ENDPOINT_METHOD "SK603" Error, server!(Observed "plugin-routes.ts, loading endpoints") =>
        "use the methods GET, POST, PUT and DELETE"
        breaks "the endpoint is skipped: 404"
        fix "use one of the four";
    ENDPOINT_PATH "SK604" Error, server!(Observed "plugin-routes.ts, loading endpoints") =>
        "begin paths of endpoints with `/`"
        breaks "the route never matches: 404"
        fix "write the path from the plugin's own root: /status, /items/:id";
    ENDPOINT_TAKEN "SK605" Error, server!(Observed "plugin-routes.ts:532-555") =>
        "leave GET /, GET /config and POST /config to the server"
        breaks "the server's own routes answer"
        fix "choose another path";
    ENDPOINT_HANDLER "SK606" Error, server!(Observed "plugin-routes.ts: Handler function X not found") =>
        "export each `handler` as (i32, i32, i32, i32) -> i32"
        breaks "500 `{\"error\":\"Handler function X not found\"}`"
        fix "export a function of exactly this name";
    ENDPOINT_TWICE "SK607" Warning, server!(Read "plugin-routes.ts: routes are tried in order") =>
        "list each method and path once"
        breaks "the first one answers, the other never does"
        fix "remove one";
    HTTP_TRAPS "SK608" Error, server!(Observed "plugin-routes.ts:428-460") =>
        "answer every request without a trap"
        breaks "500 `{\"error\":\"unreachable\"}`; request and reply buffers of the call are lost for good"
        fix "answer statusCode 400 or 500 with a body that says why";
    HTTP_JSON "SK609" Error, server!(Observed "plugin-routes.ts:428-460") =>
        "reply with one JSON object: `statusCode`, `headers`, `body`"
        breaks "500 with an error of the JSON parser, `Unexpected end of JSON input` for an empty reply"
        fix "write {\"statusCode\":200,\"headers\":{},\"body\":…}";
    HTTP_STATUS "SK610" Error, server!(Observed "plugin-routes.ts:428-460") =>
        "reply with a whole `statusCode` from 100 to 999"
        breaks "500; 0 or none becomes 200"
        fix "write 200 to 599";
    HTTP_STATUS_TEXT "SK611" Warning, server!(Observed "plugin-routes.ts:428-460: a text \"404\" became 404") =>
        "write `statusCode` as a number"
        breaks "a text is turned into a number by luck"
        fix "write 404, not \"404\"";
    HTTP_HEADERS "SK612" Error, server!(Observed "plugin-routes.ts:428-460") =>
        "write headers as an object of texts, or lists of texts, without line breaks"
        breaks "500 `Invalid character in header content`"
        fix "remove control characters from values";
    HTTP_BODY "SK613" Error, server!(Observed "plugin-routes.ts:428-460") =>
        "let no body become a number, a bare text or null"
        breaks "where the content type contains `application/json`, a text body is parsed and sent anew: `7` is taken for a status code (500), `\"hi\"` loses its quotes, `null` is empty; a number as the body is a status code as well"
        fix "write the content type as `application/JSON`: then the text is sent as it is";
    HTTP_BODY_ANEW "SK614" Note, server!(Observed "plugin-routes.ts:428-460") =>
        "know that a JSON text as the body is parsed and written anew"
        breaks "1.0 becomes 1, 12345678901234567890 becomes 12345678901234567000"
        fix "write the content type as `application/JSON`: then the text is sent as it is";
    HTTP_HTML "SK615" Warning, server!(Observed "plugin-routes.ts:428-460") =>
        "give a text body a content type"
        breaks "without one a browser takes it for a page: text/html"
        fix "write \"headers\":{\"Content-Type\":\"text/plain\"}";
}

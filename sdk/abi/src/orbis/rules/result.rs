//! OB3xx: what a handler returns.

use super::{SOURCE, host};
use crate::short::rules;

rules! {
    TABLE in SOURCE;
    RESULT_NULL "OB301" Note, host!(Observed "runtime.rs:1420-1455") =>
        "return the address of a result"
        breaks "0 is taken for the JSON value null, and is a success"
        fix "return {\"status\":204,\"body\":null}";
    RESULT_EMPTY "OB302" Error, host!(Observed "runtime.rs:1420-1455") =>
        "return at least a byte of JSON"
        breaks "500 `Failed to parse result: EOF while parsing a value at line 1 column 0`"
        fix "write the length of the JSON, as u32 little-endian, before its first byte";
    RESULT_LARGE "OB303" Error, host!(Observed "runtime.rs:1420-1455") =>
        "return at most 268,435,456 bytes"
        breaks "500 `Result too large: … bytes`"
        fix "write the length of the JSON, as u32 little-endian, before its first byte";
    RESULT_BARE "OB304" Error, host!(Observed "runtime.rs:1420-1455: a result of the documents' kind") =>
        "write the length before the JSON, and return the address of the length"
        breaks "the first four bytes of the JSON are taken for its length: 500 `Result too large: 1701651067 bytes`"
        fix "write [u32 little-endian length][JSON]; only the document \"WASM Plugins\" has bare pointers, which no host reads";
    RESULT_BOUNDS "OB305" Error, host!(Observed "runtime.rs:1420-1455") =>
        "return a range inside memory"
        breaks "500 `Failed to read result length: out of bounds memory access`, or `result data`"
        fix "write the length in bytes, as u32 little-endian, before the JSON";
    RESULT_JSON "OB306" Error, host!(Observed "runtime.rs:1420-1455") =>
        "return one JSON value in UTF-8 and nothing after it"
        breaks "500 `Failed to parse result: expected value at line 1 column 1`"
        fix "escape texts, write no NaN and no infinity, count the length in bytes";
    RESULT_DEPTH "OB307" Error, host!(Read "serde_json, depth 128") =>
        "nest at most 127 levels"
        breaks "500 `Failed to parse result: recursion limit exceeded …`"
        fix "write a list, or texts, instead of a chain";
    RESULT_NUMBER "OB308" Error, host!(Read "serde_json without `arbitrary_precision`") =>
        "write numbers that a float of 64 bits holds"
        breaks "500 `Failed to parse result: number out of range …`"
        fix "write it as a text";
    RESULT_SURROGATE "OB309" Error, host!(Read "serde_json: escapes of texts") =>
        "write no half of a surrogate pair as an escape"
        breaks "500 `Failed to parse result: …`"
        fix "write texts in UTF-8, without escapes of that kind";
    CONVENTION "OB310" Note, host!(Observed "runtime.rs:1420-1455; read: actions.ts:329-337") =>
        "return {\"status\":…,\"body\":…}"
        breaks "the host takes any JSON value and wraps it in {\"success\":true,\"data\":…}; pages read `$response.status` and `$response.body` by convention"
        fix "write {\"status\":200,\"body\":…}";
    STATUS "OB311" Warning, host!(Observed "a handler that returns status 201") =>
        "write `status` as a whole number from 100 to 599"
        breaks "nobody looks at it today, HTTP clients see 200; pages, and a host that heeds it, get what is no status"
        fix "write \"status\":200";
    HEADERS "OB312" Warning, host!(Observed "a handler that returns a header") =>
        "write `headers` as an object of texts, or leave it out"
        breaks "nobody looks at it today; a host that heeds it refuses it"
        fix "write \"headers\":{\"x-total\":\"3\"}";
    WIDE_NUMBER "OB313" Note, host!(Observed "18446744073709551616 becomes 1.8446744073709552e19") =>
        "write whole numbers within 64 bits"
        breaks "a larger one becomes a float, and loses digits"
        fix "write it as a text";
    KEY_TWICE "OB314" Warning, host!(Read "serde_json without `preserve_order`") =>
        "write each key of an object once"
        breaks "the host keeps the last one"
        fix "write the object from a type";
}

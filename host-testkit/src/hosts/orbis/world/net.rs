//! Requests to this machine, which a test's own server answers: what the host documents and does not do yet.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::net::IpAddr;
use std::time::Duration;

use serde_json::{Value, json};
use ureq::http::{Request, Uri};

use super::Failed;

/// How long a request may take.
const TIME: Duration = Duration::from_secs(5);

/// Bytes of a response that are read.
const BYTES: u64 = 16 << 20;

/// Sends the request and waits for its response: `{"status","headers","body"}`, the body as a text.
pub(super) fn send(method: &str, url: &str, headers: &BTreeMap<String, String>, body: &[u8]) -> Result<Value, Failed> {
    let uri: Uri = url.parse().map_err(|error| format!("Invalid URL '{url}': {error}"))?;
    let host = uri.host().unwrap_or_default();
    if uri.scheme_str() != Some("http") || !is_loopback(host) {
        return Err(format!("anyhost sends requests to http://localhost and other loopback addresses only, not to {url}").into());
    }
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let request = request.body(body).map_err(|error| format!("Invalid HTTP request: {error}"))?;
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .timeout_global(Some(TIME));
    let agent: ureq::Agent = config.build().into();
    let mut response = agent.run(request).map_err(|error| format!("HTTP request failed: {error}"))?;
    let mut bytes = Vec::new();
    let read = response.body_mut().as_reader().take(BYTES).read_to_end(&mut bytes);
    read.map_err(|error| format!("HTTP request failed: {error}"))?;
    let headers: BTreeMap<&str, &str> =
        response.headers().iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect();
    Ok(json!({"status": response.status().as_u16(), "headers": headers, "body": String::from_utf8_lossy(&bytes)}))
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

//! Resources, weather and radars: what the server asks of a provider, and what clients get.

use super::http::{Request, Response};
use super::js::Js;
use super::server::Server;

impl Server<'_> {
    /// `/signalk/v2/api/resources`, `weather` and `vessels/self/radars`.
    pub(super) fn provider_route(&mut self, _request: &Request, _path: &str, _body: &Js) -> Option<Response> {
        None
    }
}

//! What core hosts of shape [`Shape::Route`](crate::Shape::Route) put into JSON.

/// Before a host's id: a plugin that runs natively is asked for the manifest of that host, instead of an answer.
pub const MANIFEST_OF: &str = "manifest:";

/// The JSON of a request: keys of the context. And of its answer.
///
/// An answer is written as `answer[0]`, the status, `answer[1]`, the body as a JSON value, then `answer[2]`, the headers as
/// `"name":"text"` separated by commas, and a closing brace if there are any, then `answer[3]`.
#[derive(Debug, Clone, Copy)]
pub struct RouteWire {
    /// Key of the method of HTTP.
    pub method: &'static str,
    /// Key of the path.
    pub path: &'static str,
    /// Key of the query: an object of texts.
    pub query: &'static str,
    /// Parameters in paths, where there are any: else a path stands for itself alone.
    pub params: Option<PathParams>,
    /// Key of the headers: an object of texts.
    pub headers: &'static str,
    /// Key of the body: any JSON.
    pub body: &'static str,
    /// Key of the user: an object with `id` and `is_admin`, or null.
    pub user: &'static str,
    /// Key of the user's id, where that stands by itself: a text or null.
    pub user_id: &'static str,
    /// Key of whether the user may do everything, where that stands by itself.
    pub is_admin: &'static str,
    /// The text around the answer's parts.
    pub answer: [&'static str; 4],
}

/// Parameters in paths.
#[derive(Debug, Clone, Copy)]
pub struct PathParams {
    /// Key of what stands for them: an object of texts.
    pub key: &'static str,
    /// The text before and after a name, as the host writes `{name}`.
    pub around: (&'static str, &'static str),
}

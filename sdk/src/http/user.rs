//! Who asks for what.

use super::rt::error;
use super::{FromRequest, Request, Response};
use crate::join;

/// Who asks. Without anybody the answer is 401; an `Option<User>` is `None` then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// As the host identifies them: on Orbis a UUID.
    pub id: String,
    /// They may do everything.
    pub is_admin: bool,
}

/// What a request is, without what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// `GET`, in capitals.
    pub method: String,
    /// Below the plugin's own: `/status`.
    pub path: String,
    /// Who asks.
    pub user: Option<User>,
}

impl FromRequest for Option<User> {
    fn from_request(request: &Request<'_>) -> Result<Self, Response> {
        Ok(request.user_id.map(|id| User { id: join(&[id]), is_admin: request.is_admin }))
    }
}

impl FromRequest for User {
    fn from_request(request: &Request<'_>) -> Result<Self, Response> {
        Option::from_request(request)?.ok_or_else(|| error(401, "nobody is logged in"))
    }
}

impl FromRequest for Context {
    fn from_request(request: &Request<'_>) -> Result<Self, Response> {
        let user = Option::from_request(request)?;
        Ok(Self { method: join(&[request.method]), path: join(&[request.path]), user })
    }
}

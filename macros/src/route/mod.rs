//! Plugins that answer HTTP requests: `#[route]` functions.

mod args;
mod module;
mod parse;
mod path;
mod validate;

pub(crate) use args::{About, Args, Permission};
pub(crate) use module::{Kind, kind, routes};
pub(crate) use parse::route;
pub(crate) use path::written;
pub(crate) use validate::{handler, validate};

use crate::hosts::Chosen;
use crate::json::Json;
use crate::model::Name;
use anyhost_abi::Role;
use proc_macro2::{Ident, Span};
use syn::{Attribute, LitStr, Type};

/// Everything that is expanded together.
pub(crate) struct Routes {
    pub(crate) hosts: Vec<Chosen>,
    pub(crate) about: About,
    pub(crate) routes: Vec<Route>,
    pub(crate) hooks: Vec<Hook>,
    /// They stand in a module of their own.
    pub(crate) is_module: bool,
}

/// A function that answers requests.
pub(crate) struct Route {
    /// What belongs to it is there when it is.
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) ident: Ident,
    pub(crate) method: Ident,
    pub(crate) path: LitStr,
    pub(crate) description: String,
    pub(crate) requires_auth: bool,
    pub(crate) rate_limit: Option<u32>,
    pub(crate) permissions: Vec<LitStr>,
    pub(crate) params: Vec<Param>,
    /// What it returns, if that is said.
    pub(crate) returns: Option<Type>,
}

/// A parameter.
pub(crate) struct Param {
    pub(crate) ty: Type,
    pub(crate) takes: Takes,
}

/// What a parameter takes of a request, by the looks of its type.
pub(crate) enum Takes {
    /// `#[query]`: a member of the query.
    Member(Member),
    /// The body as JSON, where it stands: `T` of `Json<T>`.
    Json(Box<Type>),
    /// The exact text of the body.
    Raw,
    /// What a type takes that is called so.
    Known(Known),
    /// `&Request`
    Request,
    /// What a type of the author's own takes: it may look at everything.
    Any,
}

/// Extractors of which it is known what they look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    Query,
    Path,
    Headers,
    User,
    Context,
}

/// A member of the query.
pub(crate) struct Member {
    pub(crate) name: Name,
    pub(crate) default: Option<Json>,
}

/// A function that the host calls at some time.
pub(crate) struct Hook {
    pub(crate) role: Role,
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) ident: Ident,
    /// Where its error is written, if it can fail.
    pub(crate) fails: Option<Span>,
}

impl Routes {
    /// The function that is called at this time.
    pub(crate) fn hook(&self, role: Role) -> Option<&Hook> {
        self.hooks.iter().find(|hook| hook.role == role)
    }
}

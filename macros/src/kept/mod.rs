//! Plugins that are kept objects: `#[signalk_plugin] impl State { … }`.

mod args;
mod handler;
mod parse;
mod validate;

pub(crate) use args::Args;
pub(crate) use handler::{Endpoint, Event, Pattern, Put};
pub(crate) use parse::plugin;
pub(crate) use validate::{endpoint_name, put_name, validate};

use crate::hosts::Chosen;
use proc_macro2::Ident;
use syn::{Attribute, Type};

/// A kept plugin: one host, one state, and what the host can call.
pub(crate) struct Kept {
    pub(crate) chosen: Chosen,
    pub(crate) args: Args,
    /// The type of the state.
    pub(crate) ty: Type,
    pub(crate) start: Option<Start>,
    pub(crate) stop: Option<Method>,
    pub(crate) poll: Option<Method>,
    pub(crate) puts: Vec<Put>,
    pub(crate) endpoints: Vec<Endpoint>,
    pub(crate) events: Vec<Event>,
}

/// A method of the plugin.
pub(crate) struct Method {
    /// What belongs to it is there when it is.
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) ident: Ident,
    pub(crate) receiver: Receiver,
    /// Types of the parameters behind `self`.
    pub(crate) params: Vec<Type>,
    /// What it returns, if that is said.
    pub(crate) returns: Option<Type>,
}

/// How a method takes the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receiver {
    /// Not at all.
    None,
    /// `self`
    Value,
    /// `&self` or `&mut self`
    Reference,
}

impl Method {
    /// It returns a `Result`.
    pub(crate) fn is_fallible(&self) -> bool {
        self.returns.as_ref().is_some_and(|ty| crate::types::result(ty).is_some())
    }
}

/// What makes the state.
pub(crate) struct Start {
    pub(crate) method: Method,
    /// The type that it takes.
    pub(crate) config: Option<Type>,
}

//! WebAssembly under guard: bounded fuel, time, stack, memory and tables, whatever the bytes are.
//!
//! Nothing here knows a host. A host gives a [`Profile`], its import rows and an [`Imports`] that answers them; it gets a
//! [`Guest`] to call.

mod answers;
mod args;
mod engine;
mod guest;
mod instance;
mod limiter;
mod linker;
mod manner;
mod memory;
mod module;
mod needs;
mod reply;
mod stop;

pub(crate) use answers::Answers;
pub(crate) use args::{Args, is_cut, is_outside};
pub(crate) use engine::{Linking, Profile, Proposals};
pub(crate) use guest::{Budget, Guest, NoStart};
pub(crate) use instance::{Inner, Instance};
pub(crate) use limiter::{Caps, Limiter, PAGE};
pub(crate) use linker::{Delivery, GuestRoom, Imports, State, Undelivered, ask, link};
pub(crate) use manner::{Manner, Room};
pub(crate) use memory::{OutOfBounds, View};
pub(crate) use module::{Plugin, Refused, is, kind};
pub(crate) use needs::{Unmet, Why, served, show, unmet};
pub(crate) use reply::Reply;
pub(crate) use stop::Stop;

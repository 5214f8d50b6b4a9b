//! Signal K's functions.

anyhost_macros::__imports!("signalk");

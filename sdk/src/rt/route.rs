//! Routes as constants: what a macro knows of a plugin that answers requests, in terms that no host owns.

/// A plugin of routes.
#[derive(Debug)]
pub struct RoutesInfo {
    /// By which the host calls it.
    pub name: &'static str,
    /// As Cargo has it.
    pub version: &'static str,
    /// In a line; may be empty, as all that follow.
    pub description: &'static str,
    /// As Cargo has them, with colons between them.
    pub authors: &'static str,
    /// Its page.
    pub homepage: &'static str,
    /// As Cargo has it.
    pub license: &'static str,
    /// What it asks for.
    pub permissions: &'static [Grant],
    /// What it answers.
    pub routes: &'static [&'static RouteInfo],
    /// JSON of its pages.
    pub pages: Option<&'static str>,
    /// JSON of its configuration.
    pub config: Option<&'static str>,
}

/// A route.
#[derive(Debug)]
pub struct RouteInfo {
    /// `GET`, in capitals.
    pub method: &'static str,
    /// Below the plugin's own, as each dialect of the plugin writes it: `/items`.
    pub paths: &'static [&'static str],
    /// The export that answers, in each dialect of the plugin.
    pub handlers: &'static [&'static str],
    /// From the doc comment; may be empty.
    pub description: &'static str,
    /// Only for users.
    pub requires_auth: bool,
    /// Requests a minute.
    pub rate_limit: Option<u32>,
    /// What its users need, by names of the host's.
    pub permissions: &'static [&'static str],
}

/// What a plugin asks for.
#[derive(Debug, Clone, Copy)]
pub enum Grant {
    /// By a name of the host's.
    Known(&'static str),
    /// By a name of its own.
    Custom(&'static str),
}

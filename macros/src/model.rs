//! What was read, before it is judged and expanded.

use crate::attr::OutputNames;
use crate::facts::{Permissions, Scores};
use crate::hosts::Chosen;
use crate::json::Json;
use crate::pin::{Choices, ShowIf};
use proc_macro2::{Ident, Span};
use syn::{Attribute, LitStr, Type};

/// Everything that is expanded together: exports are emitted once for it.
pub(crate) struct Plugin {
    pub(crate) hosts: Vec<Chosen>,
    pub(crate) nodes: Vec<Node>,
    /// They stand in a module of their own.
    pub(crate) is_module: bool,
}

/// A name and where it comes from, for errors.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Name {
    /// The name that was given, else the identifier.
    pub(crate) fn new(given: Option<&LitStr>, ident: &Ident) -> Self {
        match given {
            Some(given) => Self::from(given),
            None => Self { text: plain(ident), span: ident.span() },
        }
    }
}

impl From<&LitStr> for Name {
    fn from(text: &LitStr) -> Self {
        Self { text: text.value(), span: text.span() }
    }
}

/// The identifier without `r#`.
pub(crate) fn plain(ident: &Ident) -> String {
    syn::ext::IdentExt::unraw(ident).to_string()
}

/// A function that hosts can run.
pub(crate) struct Node {
    /// `#[cfg]`s of the function: what belongs to it is there when it is.
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) ident: Ident,
    pub(crate) name: Name,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) category: String,
    pub(crate) icon: Option<String>,
    pub(crate) docs: Option<String>,
    pub(crate) pure_: Option<Span>,
    pub(crate) long_running: bool,
    pub(crate) scores: Option<Scores>,
    pub(crate) permissions: Option<Permissions>,
    pub(crate) inputs: Vec<Input>,
    pub(crate) context: Option<ContextArg>,
    pub(crate) output: Output,
    /// It returns a `Result`.
    pub(crate) fallible: bool,
    /// Where the type that it returns is written, and that of its error.
    pub(crate) returns: Span,
    pub(crate) fails: Span,
}

/// A parameter.
pub(crate) struct Input {
    pub(crate) name: Name,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) ty: Type,
    pub(crate) default: Option<Json>,
    pub(crate) min: Option<Json>,
    pub(crate) max: Option<Json>,
    pub(crate) choices: Option<Choices>,
    pub(crate) step: Option<Json>,
    pub(crate) sensitive: bool,
    pub(crate) enforce_schema: bool,
    pub(crate) placeholder: Option<LitStr>,
    pub(crate) required: Option<Span>,
    pub(crate) show: Option<ShowIf>,
    pub(crate) item: Option<Span>,
}

/// The parameter that is no input: `&Context`.
pub(crate) struct ContextArg {
    /// So many inputs are before it.
    pub(crate) position: usize,
    /// The type that is referred to.
    pub(crate) ty: Type,
}

/// What a function returns, inside of a `Result`.
pub(crate) enum Output {
    /// Nothing.
    Unit,
    /// A value, with the name that was given to it. Without one, its type may say what its outputs are.
    Value(Option<Name>, Box<Type>),
    /// A tuple, with a name for each element.
    Tuple(Vec<(Name, Type)>),
}

/// The name of an output that has no other.
pub(crate) const DEFAULT_OUTPUT: &str = "output";

/// Outputs as attribute and signature give them; they may not fit each other.
pub(crate) struct Returned<'t> {
    pub(crate) names: Option<OutputNames>,
    /// `None` for `()`.
    pub(crate) ty: Option<&'t Type>,
}

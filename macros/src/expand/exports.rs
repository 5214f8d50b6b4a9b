//! The exports that the chosen hosts want, as the data says; bodies by role.

use super::builds::{only, with};
use super::definition::definitions_name;
use super::{at, here, ident};
use crate::hosts::{Chosen, room};
use crate::messages;
use anyhost_abi::{Export, ResultAt, Role, Signature, Val};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Attribute;

/// An export as one or several hosts want it.
pub(super) struct Wanted<'h> {
    pub(super) name: String,
    pub(super) signature: Signature,
    pub(super) body: TokenStream,
    /// It is there when these are.
    pub(super) cfgs: &'h [Attribute],
    pub(super) hosts: Vec<&'h Chosen>,
}

impl Wanted<'_> {
    fn is_for(&self, chosen: &Chosen) -> bool {
        self.hosts.iter().any(|own| std::ptr::eq(own.host, chosen.host))
    }

    /// Whether they are the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.name == other.name && self.signature == other.signature && self.body.to_string() == other.body.to_string()
    }
}

/// One item for each export.
pub(super) fn exports(krate: &TokenStream, hosts: &[Chosen]) -> TokenStream {
    let mut tokens = TokenStream::new();
    let mut all: Vec<Wanted<'_>> = Vec::new();
    for chosen in hosts {
        for export in chosen.dialect.exports.iter().filter(|export| export.emit) {
            match wanted(krate, chosen, export) {
                Some(wanted) => match all.iter_mut().find(|other| other.is(&wanted)) {
                    Some(same) => same.hosts.push(chosen),
                    None => all.push(wanted),
                },
                None => {
                    let name = export.name.fixed().unwrap_or("export");
                    let message = messages::cannot_return(chosen.host.title, name);
                    tokens.extend(quote_spanned!(at(chosen.ident.span())=> ::core::compile_error!(#message);));
                }
            }
        }
    }
    tokens.extend(items(&all));
    tokens
}

/// The items; where hosts want different ones of the same name, each only in the build for its host.
pub(super) fn items(all: &[Wanted<'_>]) -> TokenStream {
    let mut tokens = TokenStream::new();
    for (i, wanted) in all.iter().enumerate() {
        // Of those that are there under conditions, only one may be there.
        let rival = |other: &&Wanted<'_>| other.name == wanted.name && other.hosts.iter().all(|host| !wanted.is_for(host));
        let rivals: Vec<_> = all.iter().filter(|other| std::ptr::eq(*other, wanted) || rival(other)).collect();
        let is_first = all.iter().take(i).all(|other| other.name != wanted.name);
        if rivals.len() == 1 {
            tokens.extend(item(wanted, &with(&wanted.hosts)));
            continue;
        }
        tokens.extend(item(wanted, &only(&wanted.hosts)));
        if is_first {
            tokens.extend(conflict(&wanted.name, &rivals));
        }
    }
    tokens
}

/// The JSON of a host's calls.
pub(super) fn wire(chosen: &Chosen) -> TokenStream {
    let (host, dialect) = (chosen.host.id, chosen.dialect.id);
    let keys = chosen.dialect.node.map(|node| [(Some(node.inputs), "INPUTS"), (node.item, "ITEM"), (node.node, "NODE")]);
    let keys = keys.into_iter().flatten().filter_map(|(key, name)| Some((key?, Ident::new(name, here()))));
    let keys = keys.map(|(key, name)| {
        let is = super::is(key);
        quote_spanned!(here()=> if #is { return __rt::#name; })
    });
    quote_spanned!(here()=> const { &__rt::wire(#host, #dialect, |key| { #(#keys)* usize::MAX }) })
}

fn conflict(name: &str, rivals: &[&Wanted<'_>]) -> TokenStream {
    let hosts = || rivals.iter().flat_map(|rival| &rival.hosts);
    let titles: Vec<_> = hosts().map(|chosen| chosen.host.title).collect();
    let message = messages::exports_differ(name, &titles.join(" and "));
    let span = hosts().next_back().map_or_else(here, |chosen| at(chosen.ident.span()));
    quote_spanned! {span=>
        #[cfg(all(target_family = "wasm", not(anyhost_host)))]
        ::core::compile_error!(#message);
    }
}

fn item(wanted: &Wanted<'_>, cfg: &TokenStream) -> TokenStream {
    let Wanted { name, signature, body, cfgs, hosts } = wanted;
    let first = hosts.first().map(|chosen| room(chosen.host)).unwrap_or_default();
    let function = ident(&format!("__{first}_"), name.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));
    exported(&quote_spanned!(here()=> #cfg #(#cfgs)*), &function, name, signature, body)
}

/// An export, as a function of this name.
pub(super) fn exported(
    cfg: &TokenStream,
    function: &Ident,
    name: &str,
    signature: &Signature,
    body: &TokenStream,
) -> TokenStream {
    let params = parameters(signature).zip(signature.params).map(|(param, ty)| {
        let ty = val(*ty);
        quote_spanned!(here()=> #param: #ty)
    });
    let result = signature.results.first().map(|ty| {
        let ty = val(*ty);
        quote_spanned!(here()=> -> #ty)
    });
    quote_spanned! {here()=>
        #cfg
        #[cfg_attr(target_family = "wasm", unsafe(export_name = #name))]
        extern "C" fn #function(#(#params),*) #result {
            #body
        }
    }
}

pub(super) fn parameters(signature: &Signature) -> impl Iterator<Item = Ident> {
    (0..signature.params.len()).map(|i| ident("p", i))
}

pub(super) fn val(val: Val) -> Ident {
    let name = match val {
        Val::I32 => "i32",
        Val::I64 => "i64",
        Val::F32 => "f32",
        Val::F64 => "f64",
    };
    Ident::new(name, here())
}

/// Returns a constant by this function of the runtime.
fn constant(function: &str, bytes: &TokenStream) -> Option<TokenStream> {
    match function {
        "text" => Some(quote_spanned!(here()=> __rt::export::text(#bytes))),
        // Found by its length, by the zero behind it, or by its own end.
        "text_pointer" => Some(quote_spanned! {here()=>
            static FRAMED: [u8; (#bytes).len() + __rt::konst::FRAME] = __rt::konst::framed(#bytes);
            __rt::export::text_pointer(&FRAMED)
        }),
        _ => None,
    }
}

/// `None` for what no node can answer.
fn wanted<'h>(krate: &TokenStream, chosen: &'h Chosen, export: &Export) -> Option<Wanted<'h>> {
    let (name, signature) = (export.name.fixed()?, export.signature?);
    let params: Vec<_> = parameters(&signature).collect();
    let (text, call) = match chosen.dialect.memory.result {
        ResultAt::Packed => ("text", "call"),
        ResultAt::SelfDelimiting => ("text_pointer", "call_pointer"),
        _ => ("", ""),
    };
    let function = |name: &str| (!name.is_empty()).then(|| Ident::new(name, here()));
    let module = Ident::new(&room(chosen.host), here());
    let body = match export.role {
        Role::Allocate => quote_spanned!(here()=> __rt::export::allocate(#(#params),*)),
        Role::Deallocate => quote_spanned!(here()=> __rt::export::deallocate(#(#params),*)),
        Role::Definitions => {
            let definitions = definitions_name(chosen);
            constant(text, &quote_spanned!(here()=> &#definitions))?
        }
        Role::Definition => {
            let definitions = definitions_name(chosen);
            let text = constant(text, &quote_spanned!(here()=> TEXT))?;
            // The first element of the array, cut out by the compiler.
            quote_spanned! {here()=>
                const LEN: usize = #krate::#module::definition_len(__INFOS);
                const TEXT: &[u8] = #definitions.split_at(1).1.split_at(LEN).0;
                #text
            }
        }
        Role::Call => {
            let (call, wire) = (function(call)?, wire(chosen));
            quote_spanned! {here()=>
                #krate::#module::begin();
                __rt::export::#call(#wire, __NODES, #(#params),*)
            }
        }
        Role::AbiVersion => quote_spanned!(here()=> #krate::#module::ABI_VERSION),
        Role::ResetScratch | Role::Initialize => TokenStream::new(),
        _ => return None,
    };
    Some(Wanted { name: name.to_owned(), signature, body: body.into_token_stream(), cfgs: &[], hosts: vec![chosen] })
}

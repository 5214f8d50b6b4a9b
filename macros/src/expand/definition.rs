//! Constants that the rooms of the SDK render: definitions, package files, the list of hosts.
//!
//! What travels in a custom section is kept without `#[used]`, which would put the same bytes into the data, too.

use super::builds::{only, with};
use super::{here, ident};
use crate::hosts::{Chosen, room};
use anyhost_abi::{File, Role, SECTION_HOSTS, SECTION_PREFIX};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote_spanned;

/// The constant with the definitions of all nodes, as a host reads them.
pub(super) fn definitions_name(chosen: &Chosen) -> Ident {
    ident("__DEFINITIONS_", room(chosen.host).to_uppercase())
}

/// All constants of the chosen hosts.
pub(super) fn definitions(krate: &TokenStream, chosen: &[Chosen]) -> TokenStream {
    let mut tokens: TokenStream = chosen.iter().map(|chosen| of_host(krate, chosen)).collect();
    tokens.extend(hosts(chosen));
    tokens
}

/// The list of a plugin's hosts.
pub(super) fn hosts(chosen: &[Chosen]) -> TokenStream {
    let name = Ident::new("__HOSTS", here());
    let mut ids: Vec<_> = chosen.iter().map(|chosen| chosen.host.id).collect();
    ids.dedup();
    let firsts = ids.iter().filter_map(|id| chosen.iter().find(|chosen| chosen.host.id == *id));
    let firsts: Vec<_> = firsts.collect();
    if let [only] = firsts.as_slice() {
        return section(&with(&[only]), &name, SECTION_HOSTS, only.host.id);
    }
    let mut tokens = section(&quote_spanned!(here()=> #[cfg(not(anyhost_host))]), &name, SECTION_HOSTS, &ids.join(","));
    for (i, chosen) in firsts.iter().enumerate() {
        let name = ident("__HOST_", i);
        tokens.extend(section(&only(&[chosen]), &name, SECTION_HOSTS, chosen.host.id));
    }
    tokens
}

/// The function of a host's room that renders a file.
pub(super) fn function(file: &File) -> Ident {
    let function: String = file.name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    ident(&function, "")
}

/// The section in which a file travels to the build.
pub(super) fn section_of(file: &File) -> String {
    format!("{SECTION_PREFIX}{}", file.name)
}

fn of_host(krate: &TokenStream, chosen: &Chosen) -> TokenStream {
    let module = Ident::new(&room(chosen.host), here());
    let cfg = with(&[chosen]);
    let mut tokens = TokenStream::new();
    let described = |role| chosen.dialect.export(role).is_some_and(|export| export.emit);
    if described(Role::Definition) || described(Role::Definitions) {
        let name = definitions_name(chosen);
        tokens.extend(quote_spanned! {here()=>
            #cfg
            static #name: [u8; #krate::#module::definitions_len(__INFOS)] = #krate::#module::definitions(__INFOS);
        });
    }
    for file in chosen.dialect.files.iter().filter(|file| file.generated) {
        let render = function(file);
        let name = ident(&format!("__{}_", room(chosen.host).to_uppercase()), render.to_string().to_uppercase());
        let (len, section) = (ident(&render.to_string(), "_len"), section_of(file));
        tokens.extend(quote_spanned! {here()=>
            #cfg
            #[cfg_attr(target_family = "wasm", unsafe(link_section = #section))]
            static #name: [u8; #krate::#module::#len(__INFOS)] = #krate::#module::#render(__INFOS);
        });
    }
    tokens
}

fn section(cfg: &TokenStream, name: &Ident, section: &str, text: &str) -> TokenStream {
    let (len, bytes) = (Literal::usize_unsuffixed(text.len()), Literal::byte_string(text.as_bytes()));
    quote_spanned! {here()=>
        #cfg
        #[cfg_attr(target_family = "wasm", unsafe(link_section = #section))]
        static #name: [u8; #len] = *#bytes;
    }
}

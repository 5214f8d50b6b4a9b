//! Constants that the rooms of the SDK render: definitions, package files, the list of hosts.
//!
//! What travels in a custom section is kept without `#[used]`, which would put the same bytes into the data, too.

use super::builds::{only, with};
use super::{here, ident};
use crate::hosts::{Chosen, room};
use anyhost_abi::{Role, SECTION_HOSTS, SECTION_PREFIX};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote_spanned;

/// The constant with the definitions of all nodes, as a host reads them.
pub(super) fn definitions_name(chosen: &Chosen) -> Ident {
    ident("__DEFINITIONS_", room(chosen.host).to_uppercase())
}

/// All constants of the chosen hosts.
pub(super) fn definitions(krate: &TokenStream, hosts: &[Chosen]) -> TokenStream {
    let mut tokens: TokenStream = hosts.iter().map(|chosen| of_host(krate, chosen)).collect();
    let all: Vec<_> = hosts.iter().map(|chosen| chosen.host.id).collect();
    let name = Ident::new("__HOSTS", here());
    tokens.extend(section(&quote_spanned!(here()=> #[cfg(not(anyhost_host))]), &name, SECTION_HOSTS, &all.join(",")));
    for (i, chosen) in hosts.iter().enumerate() {
        let name = ident("__HOST_", i);
        tokens.extend(section(&only(&[chosen]), &name, SECTION_HOSTS, chosen.host.id));
    }
    tokens
}

/// The list of hosts of a plugin that is for one.
pub(super) fn hosts(chosen: &Chosen) -> TokenStream {
    section(&with(&[chosen]), &Ident::new("__HOSTS", here()), SECTION_HOSTS, chosen.host.id)
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
        let function: String = file.name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let name = ident(&format!("__{}_", room(chosen.host).to_uppercase()), function.to_uppercase());
        let [render, len] = [ident(&function, ""), ident(&function, "_len")];
        let section = format!("{SECTION_PREFIX}{}", file.name);
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

//! Declares a host's functions for the SDK itself, from the data: no other crate spells their names.

use anyhost_abi::{Arg, Host, Import, Offer, Ret, Ty, Val};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// One module for each import module of the host's first dialect, with the functions that the SDK wraps: safe ones, which
/// take texts. Natively they go to whoever runs the plugin.
pub(crate) fn declare(host: &Host) -> TokenStream {
    let Some(dialect) = host.dialects.first() else { return TokenStream::new() };
    let wrapped = || dialect.imports.iter().filter(|import| matches!(import.offer, Offer::Wrapped(_)));
    let mut modules: Vec<&str> = wrapped().map(|import| import.module).collect();
    modules.dedup();
    let modules = modules.into_iter().map(|module| {
        let functions = wrapped().filter(|import| import.module == module).map(function);
        let name = Ident::new(module, Span::call_site());
        let doc = format!("Functions of the module `{module}`.");
        quote! {
            #[doc = #doc]
            pub(crate) mod #name {
                #(#functions)*
            }
        }
    });
    quote!(#(#modules)*)
}

fn function(import: &Import) -> TokenStream {
    let (module, field, doc) = (import.module, import.name, import.does);
    let name = Ident::new(field, Span::call_site());
    let path = format!("{module}.{field}");
    let declared = import.params().enumerate().map(|(i, val)| {
        let (name, ty) = (format_ident!("p{i}"), val_type(val));
        quote!(#name: #ty)
    });
    let args: Option<Vec<_>> = import.args.iter().map(argument).collect();
    let result = match import.result {
        Ret::None => Some((TokenStream::new(), quote!(tell))),
        Ret::I32(_) => Some((quote!(-> i32), quote!(number))),
        Ret::I64(_) => Some((quote!(-> i64), quote!(number))),
        _ => None,
    };
    let (Some(args), Some((result, native))) = (args, result) else {
        let message = format!("the SDK has no form for the types of `{path}` yet");
        return quote!(::core::compile_error!(#message););
    };
    let params = args.iter().map(|arg| &arg.param);
    let passed = args.iter().map(|arg| &arg.passed);
    let texts = args.iter().map(|arg| &arg.text);
    quote! {
        #[doc = #doc]
        pub(crate) fn #name(#(#params),*) #result {
            #[cfg(target_family = "wasm")]
            {
                #[link(wasm_import_module = #module)]
                unsafe extern "C" {
                    #[link_name = #field]
                    fn import(#(#declared),*) #result;
                }
                // SAFETY: the host reads what it is passed during the call, and keeps nothing.
                unsafe { import(#(#passed),*) }
            }
            #[cfg(not(target_family = "wasm"))]
            crate::rt::native::#native(#path, &[#(#texts),*])
        }
    }
}

/// An argument: as a parameter, as the import takes it, and as text.
struct Argument {
    param: TokenStream,
    passed: TokenStream,
    text: TokenStream,
}

/// `None` for what no function that is wrapped takes.
fn argument(arg: &Arg) -> Option<Argument> {
    let name = Ident::new(arg.name, Span::call_site());
    Some(match arg.ty {
        Ty::Str | Ty::Json => Argument {
            param: quote!(#name: &str),
            passed: quote!(#name.as_ptr().expose_provenance() as i32, #name.len() as i32),
            text: quote!(#name),
        },
        Ty::I32 => Argument {
            param: quote!(#name: i32),
            passed: quote!(#name),
            text: quote!(&::std::string::ToString::to_string(&#name)),
        },
        _ => return None,
    })
}

fn val_type(val: Val) -> TokenStream {
    match val {
        Val::I32 => quote!(i32),
        Val::I64 => quote!(i64),
        Val::F32 => quote!(f32),
        Val::F64 => quote!(f64),
    }
}

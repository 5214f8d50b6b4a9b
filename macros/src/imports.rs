//! Declares a host's functions for the SDK itself, from the data: no other crate spells their names.

use anyhost_abi::{Arg, Dialect, Import, Offer, ResultAt, Ret, Ty, Val};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// One module for each import module of a dialect, with the functions that the SDK wraps: safe ones, which take texts, bytes
/// and buffers. Natively they go to whoever runs the plugin.
pub(crate) fn declare(dialect: &Dialect) -> TokenStream {
    let wrapped = || dialect.imports.iter().filter(|import| matches!(import.offer, Offer::Wrapped(_)));
    let mut modules: Vec<&str> = wrapped().map(|import| import.module).collect();
    modules.dedup();
    let modules = modules.into_iter().map(|module| {
        let functions = wrapped().filter(|import| import.module == module).map(|import| function(import, dialect));
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

/// A function; while one of a host runs that may call the plugin again, the runtime knows that the plugin is outside.
fn function(import: &Import, dialect: &Dialect) -> TokenStream {
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
        Ret::I32(_) | Ret::Pointer(_) => Some((quote!(-> i32), quote!(number))),
        Ret::I64(_) => Some((quote!(-> i64), quote!(number))),
        _ => None,
    };
    let (Some(args), Some((result, native))) = (args, result) else {
        let message = format!("the SDK has no form for the types of `{path}` yet");
        return quote!(::core::compile_error!(#message););
    };
    let params = args.iter().map(|arg| &arg.param);
    let passed = args.iter().map(|arg| &arg.passed);
    let natives = args.iter().map(|arg| &arg.native);
    let outside = |call: TokenStream| if dialect.reentrant { quote!(crate::rt::outside::outside(|| #call)) } else { call };
    let called = outside(quote!(unsafe { import(#(#passed),*) }));
    // A pointer is to a buffer of the guest's own, framed as the dialect frames results.
    let buffer = match (import.result, dialect.memory.result) {
        (Ret::Pointer(_), ResultAt::Prefixed) => Some(quote!(prefixed)),
        (Ret::Pointer(_), _) => Some(quote!(bare)),
        _ => None,
    };
    let (called, native, given) = match buffer {
        None => (called, native, result.clone()),
        Some(framing) => (
            quote!(crate::rt::received::Received::#framing(#called)),
            quote!(received),
            quote!(-> ::core::result::Result<::core::option::Option<crate::rt::received::Received>, crate::rt::received::Stray>),
        ),
    };
    let told = outside(quote!(crate::rt::native::#native(#path, &mut [#(#natives),*])));
    quote! {
        #[doc = #doc]
        pub(crate) fn #name(#(#params),*) #given {
            #[cfg(target_family = "wasm")]
            {
                #[link(wasm_import_module = #module)]
                unsafe extern "C" {
                    #[link_name = #field]
                    fn import(#(#declared),*) #result;
                }
                // SAFETY: the host reads what it is passed during the call, writes to buffers no more than they hold, and
                // keeps nothing. It may call `allocate`, of which nothing is borrowed here.
                #called
            }
            #[cfg(not(target_family = "wasm"))]
            #told
        }
    }
}

/// An argument: as a parameter, as the import takes it, and for whoever answers natively.
struct Argument {
    param: TokenStream,
    passed: TokenStream,
    native: TokenStream,
}

/// `None` for what no function that is wrapped takes.
fn argument(arg: &Arg) -> Option<Argument> {
    let name = Ident::new(arg.name, Span::call_site());
    let span = |pointer| quote!(#name.#pointer().expose_provenance() as i32, #name.len() as i32);
    Some(match arg.ty {
        Ty::Str | Ty::Json => Argument {
            param: quote!(#name: &str),
            passed: span(quote!(as_ptr)),
            native: quote!(crate::rt::native::Arg::Text(#name)),
        },
        Ty::Bytes => Argument {
            param: quote!(#name: &[u8]),
            passed: span(quote!(as_ptr)),
            native: quote!(crate::rt::native::Arg::Bytes(#name)),
        },
        Ty::Buffer => Argument {
            param: quote!(#name: &mut [u8]),
            passed: span(quote!(as_mut_ptr)),
            native: quote!(crate::rt::native::Arg::Buffer(#name)),
        },
        Ty::Out(size) => {
            let size = size as usize;
            Argument {
                param: quote!(#name: &mut [u8; #size]),
                passed: quote!(#name.as_mut_ptr().expose_provenance() as i32),
                native: quote!(crate::rt::native::Arg::Buffer(#name)),
            }
        }
        Ty::I32 => {
            Argument { param: quote!(#name: i32), passed: quote!(#name), native: quote!(crate::rt::native::Arg::Number(#name)) }
        }
        Ty::I64 | Ty::F64 => return None,
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

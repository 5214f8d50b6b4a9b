//! From a function to a node. Whatever is wrong, the function is left in a state that compiles by itself.

use crate::attr::{Args, OutputNames};
use crate::errors::Errors;
use crate::model::{ContextArg, Input, Name, Node, Output, Returned};
use crate::pin::{self, PinArgs};
use crate::{messages, names, types};
use syn::spanned::Spanned;
use syn::{
    Attribute, FnArg, GenericParam, ItemFn, LitStr, Meta, Pat, PatType, ReturnType, Safety, Signature, Type, TypeReference,
    TypeTuple, parse_quote,
};

/// Hosts fill the parameters in by name, so many of them do no harm.
const CLIPPYS_LIMIT: usize = 7;

/// Reads a function, and takes the attributes of its parameters away.
pub(crate) fn node(item: &mut ItemFn, args: Args, category: Option<&LitStr>, errors: &mut Errors) -> Node {
    signature(&item.sig, errors);
    let (mut inputs, mut context) = (Vec::new(), None);
    for argument in &mut item.sig.inputs {
        match argument {
            FnArg::Typed(parameter) => match self::parameter(parameter, errors) {
                Some(Parameter::Input(input)) => inputs.push(input),
                Some(Parameter::Context(ty)) if context.is_some() => errors.at(ty, messages::CONTEXT_TWICE),
                Some(Parameter::Context(ty)) => context = Some(ContextArg { position: inputs.len(), ty }),
                None => {}
            },
            FnArg::Receiver(receiver) => errors.at(receiver, messages::SELF),
        }
    }
    if item.sig.inputs.len() > CLIPPYS_LIMIT {
        item.attrs.push(parse_quote!(#[allow(clippy::too_many_arguments)]));
    }
    let returns = match &item.sig.output {
        ReturnType::Type(_, ty) => Some(&**ty),
        ReturnType::Default => None,
    };
    let result = returns.and_then(types::result);
    let ok = result.map(|result| result.ok);
    let name = Name::new(args.name.as_ref(), &item.sig.ident);
    Node {
        cfgs: item.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).cloned().collect(),
        title: args.title.map_or_else(|| names::title(&name.text), |title| title.value()),
        name,
        description: names::docs(&item.attrs).lines().next().unwrap_or_default().to_owned(),
        docs: args.docs.map(|docs| docs.value()).or_else(|| names::markdown(&item.attrs)),
        category: args.category.as_ref().or(category).map_or_else(|| "Custom".to_owned(), LitStr::value),
        icon: args.icon.map(|icon| icon.value()),
        pure_: args.pure_,
        long_running: args.long_running.is_some(),
        scores: args.scores,
        permissions: args.permissions,
        inputs,
        context,
        output: output(Returned { names: args.outputs, ty: ok.or(returns) }, errors),
        fallible: ok.is_some(),
        returns: returns.map_or_else(|| item.sig.ident.span(), Spanned::span),
        fails: result.and_then(|result| result.error).or(returns).map_or_else(|| item.sig.ident.span(), Spanned::span),
        ident: item.sig.ident.clone(),
    }
}

/// What hosts can call.
fn signature(sig: &Signature, errors: &mut Errors) {
    if let Some(asyncness) = &sig.asyncness {
        errors.at(asyncness, messages::ASYNC);
    }
    if let Some(constness) = &sig.constness {
        errors.at(constness, messages::CONST);
    }
    if let Safety::Unsafe(unsafety) = &sig.safety {
        errors.at(unsafety, messages::UNSAFE);
    }
    if let Some(abi) = &sig.abi {
        errors.at(abi, messages::EXTERN);
    }
    if let Some(variadic) = &sig.variadic {
        errors.at(variadic, messages::VARIADIC);
    }
    for parameter in &sig.generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            errors.at(parameter, messages::GENERIC);
        }
    }
    if let Some(clause) = &sig.generics.where_clause {
        errors.at(clause, messages::WHERE);
    }
}

/// What a parameter stands for.
#[expect(clippy::large_enum_variant, reason = "lives for a moment")]
enum Parameter {
    Input(Input),
    /// The type of the context.
    Context(Type),
}

fn parameter(parameter: &mut PatType, errors: &mut Errors) -> Option<Parameter> {
    let args = PinArgs::read(&parameter.attrs, pin::PARAMETER, errors);
    let description = args.description(&parameter.attrs);
    for attr in parameter.attrs.iter().filter(|attr| attr.path().is_ident("cfg")) {
        errors.at(attr, messages::CFG_PARAMETER);
    }
    parameter.attrs.retain(|attr| !pin::is_pin(attr) && !is_doc(attr));
    if args.context.is_some() || types::context(&parameter.ty).is_some() {
        return context(&parameter.ty, &args, errors).map(Parameter::Context);
    }
    input_type(&parameter.ty, errors);
    let Pat::Ident(pattern) = &*parameter.pat else {
        errors.at(&parameter.pat, messages::PATTERN);
        return None;
    };
    if pattern.by_ref.is_some() || pattern.subpat.is_some() {
        errors.at(pattern, messages::PATTERN);
        return None;
    }
    let name = Name::new(args.name.as_ref(), &pattern.ident);
    Some(Parameter::Input(Input {
        title: args.title(&name.text),
        name,
        description,
        ty: (*parameter.ty).clone(),
        default: args.default,
        min: args.min,
        max: args.max,
        choices: args.choices,
        step: args.step,
        sensitive: args.sensitive.is_some(),
        enforce_schema: args.enforce_schema.is_some(),
        placeholder: args.placeholder,
        required: args.required,
        show: args.show,
        item: args.item,
    }))
}

/// The type of a context, behind its reference.
fn context(ty: &Type, args: &PinArgs, errors: &mut Errors) -> Option<Type> {
    if !args.is_plain() {
        errors.at(ty, messages::CONTEXT_KEYS);
    }
    match ty {
        Type::Reference(TypeReference { mutability: None, elem, .. }) => return Some((**elem).clone()),
        _ => errors.at(ty, messages::CONTEXT_SHARED),
    }
    None
}

/// Doc comments on parameters are for us: rustc refuses them.
fn is_doc(attr: &Attribute) -> bool {
    attr.path().is_ident("doc") && matches!(attr.meta, Meta::NameValue(_))
}

fn input_type(ty: &Type, errors: &mut Errors) {
    if types::mentions(ty, "impl") {
        errors.at(ty, messages::IMPL_INPUT);
    } else if let Type::Reference(TypeReference { mutability: Some(_), .. }) = ty {
        errors.at(ty, messages::MUT_INPUT);
    } else if types::mentions(ty, "static") {
        errors.at(ty, messages::STATIC_INPUT);
    }
}

fn output(returned: Returned<'_>, errors: &mut Errors) -> Output {
    let Returned { names, ty } = returned;
    let ty = match ty {
        Some(ty) if types::mentions(ty, "impl") => {
            errors.at(ty, messages::IMPL_OUTPUT);
            return Output::Unit;
        }
        Some(Type::Never(never)) => {
            errors.at(never, messages::NEVER);
            return Output::Unit;
        }
        Some(Type::Tuple(tuple)) if tuple.elems.is_empty() => None,
        other => other,
    };
    match (ty, names) {
        (None, None) | (_, Some(OutputNames::Refused)) => Output::Unit,
        (None, Some(OutputNames::One(name))) => {
            errors.at(name, messages::NAMES_FOR_NONE);
            Output::Unit
        }
        (None, Some(OutputNames::Several(key, _))) => {
            errors.at(key, messages::NAMES_FOR_NONE);
            Output::Unit
        }
        (Some(Type::Tuple(tuple)), names) => Output::Tuple(elements(tuple, names, errors)),
        (Some(ty), Some(OutputNames::One(name))) => Output::Value(Some(Name::from(&name)), Box::new(ty.clone())),
        (Some(ty), Some(OutputNames::Several(key, _))) => {
            errors.at(key, messages::NAMES_FOR_ONE);
            Output::Value(None, Box::new(ty.clone()))
        }
        (Some(ty), None) => Output::Value(None, Box::new(ty.clone())),
    }
}

fn elements(tuple: &TypeTuple, names: Option<OutputNames>, errors: &mut Errors) -> Vec<(Name, Type)> {
    let len = tuple.elems.len();
    match names {
        Some(OutputNames::Several(_, names)) if names.len() == len => {
            return names.iter().map(Name::from).zip(tuple.elems.iter().cloned()).collect();
        }
        Some(OutputNames::Several(key, names)) => errors.at(key, messages::wrong_count(names.len(), len)),
        Some(OutputNames::One(name)) => errors.at(name, messages::tuple_with_one_name(len)),
        Some(OutputNames::Refused) => {}
        None => errors.at(tuple, messages::tuple_without_names(len)),
    }
    Vec::new()
}

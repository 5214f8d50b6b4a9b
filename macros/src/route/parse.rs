//! From a function to a route. Whatever is wrong, the function is left in a state that compiles by itself.

use super::{Args, Known, Member, Param, Route, Takes};
use crate::errors::Errors;
use crate::model::Name;
use crate::pin::{self, PinArgs};
use crate::types::{Look, look};
use crate::{messages, names, types};
use syn::{
    Attribute, FnArg, GenericParam, ItemFn, Meta, Pat, PatType, ReturnType, Safety, Signature, Type, TypeReference, parse_quote,
};

/// Hosts fill the parameters in, so many of them do no harm.
const CLIPPYS_LIMIT: usize = 7;

/// Reads a function, and takes the attributes of its parameters away.
pub(crate) fn route(item: &mut ItemFn, args: Args, errors: &mut Errors) -> Option<Route> {
    signature(&item.sig, errors);
    let mut params = Vec::new();
    for argument in &mut item.sig.inputs {
        match argument {
            FnArg::Typed(parameter) => params.extend(self::parameter(parameter, errors)),
            FnArg::Receiver(receiver) => errors.at(receiver, messages::ROUTE_SELF),
        }
    }
    if item.sig.inputs.len() > CLIPPYS_LIMIT {
        item.attrs.push(parse_quote!(#[allow(clippy::too_many_arguments)]));
    }
    let (method, path) = args.route?;
    Some(Route {
        cfgs: cfgs(&item.attrs),
        ident: item.sig.ident.clone(),
        method,
        path,
        description: names::docs(&item.attrs).lines().next().unwrap_or_default().to_owned(),
        // What hosts say that have a default.
        requires_auth: args.requires_auth.unwrap_or(true),
        rate_limit: args.rate_limit,
        permissions: args.needs,
        params,
        returns: match &item.sig.output {
            ReturnType::Type(_, ty) => Some((**ty).clone()),
            ReturnType::Default => None,
        },
    })
}

/// The conditions under which an item is there.
pub(super) fn cfgs(attrs: &[Attribute]) -> Vec<Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("cfg")).cloned().collect()
}

/// What hosts can call.
pub(super) fn signature(sig: &Signature, errors: &mut Errors) {
    if let Some(asyncness) = &sig.asyncness {
        errors.at(asyncness, messages::METHOD_ASYNC);
    }
    if let Some(constness) = &sig.constness {
        errors.at(constness, messages::ROUTE_CONST);
    }
    if let Safety::Unsafe(unsafety) = &sig.safety {
        errors.at(unsafety, messages::UNSAFE);
    }
    if let Some(abi) = &sig.abi {
        errors.at(abi, messages::EXTERN);
    }
    if let Some(variadic) = &sig.variadic {
        errors.at(variadic, messages::EXTERN);
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

fn parameter(parameter: &mut PatType, errors: &mut Errors) -> Option<Param> {
    for attr in parameter.attrs.iter().filter(|attr| attr.path().is_ident("cfg")) {
        errors.at(attr, messages::ROUTE_CFG);
    }
    let (query, others): (Vec<_>, Vec<_>) = parameter.attrs.drain(..).partition(|attr| attr.path().is_ident(pin::MEMBER.attr));
    parameter.attrs = others;
    let ty = (*parameter.ty).clone();
    if types::mentions(&ty, "impl") {
        errors.at(&ty, messages::IMPL_INPUT);
        return None;
    }
    let takes = if query.is_empty() { by_type(&ty) } else { Takes::Member(member(parameter, &query, errors)?) };
    Some(Param { ty, takes })
}

/// A member of the query.
fn member(parameter: &PatType, attrs: &[Attribute], errors: &mut Errors) -> Option<Member> {
    let Pat::Ident(pattern) = &*parameter.pat else {
        errors.at(&parameter.pat, messages::MEMBER_PATTERN);
        return None;
    };
    // `#[query]` alone says that it is one.
    let attrs: Vec<Attribute> = attrs.iter().filter(|attr| !matches!(attr.meta, Meta::Path(_))).cloned().collect();
    let args = PinArgs::read(&attrs, pin::MEMBER, errors);
    Some(Member { name: Name::new(args.name.as_ref(), &pattern.ident), default: args.default })
}

/// What a type takes, by its looks.
fn by_type(ty: &Type) -> Takes {
    let inner = match look(ty) {
        Look::Option(inner) => inner,
        _ => ty,
    };
    if let Type::Reference(TypeReference { mutability: None, .. }) = ty {
        return Takes::Request;
    }
    let Type::Path(path) = inner else { return Takes::Any };
    let Some(last) = path.path.segments.last() else { return Takes::Any };
    let name = last.ident.to_string();
    if let Some(json) = types::json(ty) {
        return Takes::Json(Box::new(json.clone()));
    }
    match name.as_str() {
        "Raw" if std::ptr::eq(inner, ty) => Takes::Raw,
        "Query" => Takes::Known(Known::Query),
        "Path" => Takes::Known(Known::Path),
        "Headers" => Takes::Known(Known::Headers),
        "User" => Takes::Known(Known::User),
        "Context" => Takes::Known(Known::Context),
        _ => Takes::Any,
    }
}

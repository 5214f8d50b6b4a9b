//! From an `impl` to a kept plugin. Whatever is wrong, the `impl` is left in a state that compiles by itself.

use super::handler::{self, Handler};
use super::{Args, Kept, Method, Receiver, Start};
use crate::errors::Errors;
use crate::hosts::Chosen;
use crate::{messages, types};
use syn::{FnArg, GenericParam, ImplItem, ImplItemFn, ItemImpl, ReceiverKind, ReturnType, Safety, Type};

/// Reads the methods, and takes the attributes of handlers away.
pub(crate) fn plugin(item: &mut ItemImpl, args: Args, chosen: Chosen, errors: &mut Errors) -> Kept {
    if let Some((of, _)) = &item.trait_ {
        errors.at(of, messages::KEPT_TRAIT);
    }
    for parameter in &item.generics.params {
        errors.at(parameter, messages::KEPT_GENERIC);
    }
    let ty = (*item.self_ty).clone();
    let mut kept = Kept {
        chosen,
        args,
        ty,
        start: None,
        stop: None,
        poll: None,
        puts: Vec::new(),
        endpoints: Vec::new(),
        events: Vec::new(),
    };
    for item in &mut item.items {
        if let ImplItem::Fn(function) = item {
            kept.method(function, errors);
        }
    }
    if kept.start.is_none() && errors.is_empty() {
        errors.at(&kept.ty, messages::NO_START);
    }
    kept
}

impl Kept {
    fn method(&mut self, function: &mut ImplItemFn, errors: &mut Errors) {
        let handler = handler::take(&mut function.attrs, errors);
        let name = function.sig.ident.to_string();
        let is_fixed = ["start", "stop", "poll"].contains(&name.as_str());
        if handler.is_none() && !is_fixed {
            return;
        }
        let method = self::method(function, errors);
        match (handler, name.as_str()) {
            (Some(_), "start" | "stop" | "poll") => errors.at(&method.ident, messages::handler_name(&name)),
            (Some(Handler::Put(attr)), _) => self.puts.extend(handler::put(&attr, method, errors)),
            (Some(Handler::Http(attrs)), _) => self.endpoints.extend(handler::endpoint(&attrs, method, errors)),
            (Some(Handler::Delta(attr)), _) => self.events.extend(handler::event(&attr, method, errors)),
            (None, "start") => self.start = Some(start(method, errors)),
            (None, "stop") => {
                if method.receiver == Receiver::None || !method.params.is_empty() {
                    errors.at(&method.ident, messages::STOP);
                }
                self.stop = Some(method);
            }
            (None, _) => {
                if method.receiver != Receiver::Reference || !method.params.is_empty() {
                    errors.at(&method.ident, messages::POLL);
                }
                self.poll = Some(method);
            }
        }
    }
}

fn start(method: Method, errors: &mut Errors) -> Start {
    if method.receiver != Receiver::None || method.params.len() > 1 {
        errors.at(&method.ident, messages::START);
    }
    if method.returns.is_none() {
        errors.at(&method.ident, messages::START_RETURNS);
    }
    let config = method.params.first().cloned();
    if let Some(config) = config.as_ref().filter(|config| types::borrows(config)) {
        errors.at(config, messages::CONFIG_BORROWS);
    }
    Start { method, config }
}

fn method(function: &ImplItemFn, errors: &mut Errors) -> Method {
    let sig = &function.sig;
    if let Some(asyncness) = &sig.asyncness {
        errors.at(asyncness, messages::METHOD_ASYNC);
    }
    if let Safety::Unsafe(unsafety) = &sig.safety {
        errors.at(unsafety, messages::METHOD_UNSAFE);
    }
    for parameter in &sig.generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            errors.at(parameter, messages::METHOD_GENERIC);
        }
    }
    let (mut receiver, mut params) = (Receiver::None, Vec::new());
    for argument in &sig.inputs {
        match argument {
            FnArg::Receiver(this) if matches!(this.kind, ReceiverKind::Reference(..)) => receiver = Receiver::Reference,
            FnArg::Receiver(_) => receiver = Receiver::Value,
            FnArg::Typed(parameter) if types::mentions(&parameter.ty, "impl") => {
                errors.at(&parameter.ty, messages::METHOD_GENERIC);
            }
            FnArg::Typed(parameter) => params.push((*parameter.ty).clone()),
        }
    }
    Method {
        cfgs: function.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).cloned().collect(),
        ident: sig.ident.clone(),
        receiver,
        params,
        returns: match &sig.output {
            ReturnType::Type(_, ty) if !is_unit(ty) => Some((**ty).clone()),
            _ => None,
        },
    }
}

fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}

//! Short forms, so that a row of host data is a line or few.

use crate::{Export, Level, Limit, Mark, Name, Need, Ret, Role, Rule, Signature, Source, Val};

/// No parameters, no results.
pub(crate) const VOID: Signature = signature(&[], &[]);

/// A function type.
pub(crate) const fn signature(params: &'static [Val], results: &'static [Val]) -> Signature {
    Signature { params, results }
}

/// An export with a fixed name and a type that the macros emit.
pub(crate) const fn emitted(name: &'static str, signature: Signature, role: Role, need: Need, source: Source) -> Export {
    Export { name: Name::Fixed(name), signature: Some(signature), emit: true, ..known(name, None, role, need, source) }
}

/// An export with a fixed name that the macros do not emit.
pub(crate) const fn known(name: &'static str, signature: Option<Signature>, role: Role, need: Need, source: Source) -> Export {
    Export {
        name: Name::Fixed(name),
        signature,
        role,
        need,
        emit: false,
        buffer: None,
        group: None,
        rule: None,
        idle: None,
        source,
    }
}

/// A limit.
pub(crate) const fn limit(name: &'static str, value: u64, excess: &'static str, source: Source) -> Limit {
    Limit { name, value, excess, source }
}

/// Number 000 of a host: what anyhost itself does not judge.
pub(crate) const fn unjudged(id: &'static str) -> Rule {
    Rule {
        id,
        level: Level::Note,
        title: "be of a kind that anyhost judges",
        breaks: "what anyhost has not tried is not known to be well",
        fix: "try it on the host itself",
        dialects: &[],
        source: Source { mark: Mark::Own, at: "not judged" },
    }
}

/// No result.
pub(crate) const NOTHING: Ret = Ret::None;

/// How many rows several tables have together.
pub(crate) const fn count<T>(parts: &[&[T]]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < parts.len() {
        count += parts[at].len();
        at += 1;
    }
    count
}

/// Rows of several tables as one table. `N` is their [`count`].
pub(crate) const fn join<T: Copy, const N: usize>(parts: &[&[T]], blank: T) -> [T; N] {
    let mut all = [blank; N];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut row = 0;
        while row < parts[part].len() {
            all[at] = parts[part][row];
            at += 1;
            row += 1;
        }
        part += 1;
    }
    all
}

/// A table of imports: `module, source => { "name"(argument: Ty, …) -> Ret, capability, offer, "what it does"; … }`.
macro_rules! imports {
    ($($module:literal, $source:expr, $since:expr => {
        $($name:literal ($($arg:ident: $ty:ident),*) -> $ret:expr, $capability:expr, $offer:expr, $does:literal;)*
    })*) => {
        &[$($($crate::Import {
            module: $module,
            name: $name,
            args: &[$($crate::Arg { name: stringify!($arg), ty: $crate::Ty::$ty, absent: None }),*],
            result: $ret,
            capability: $capability,
            since: $since,
            offer: $offer,
            does: $does,
            source: $source,
        },)*)*]
    };
}
pub(crate) use imports;

/// A table of rules, and each rule as a constant of its own, so that an emulator names it without spelling its id:
/// `table in dialects; NAME "id" Level, source => "title" breaks "…" fix "…"; …`.
macro_rules! rules {
    ($table:ident in $dialects:expr; $($name:ident $id:literal $level:ident, $source:expr => $title:literal breaks $breaks:literal fix $fix:literal;)*) => {
        $(
            #[doc = concat!($id, ": ", $title, ".")]
            pub const $name: $crate::Rule = $crate::Rule {
                id: $id,
                level: $crate::Level::$level,
                title: $title,
                breaks: $breaks,
                fix: $fix,
                dialects: $dialects,
                source: $source,
            };
        )*
        pub(super) const $table: &[$crate::Rule] = &[$($name),*];
    };
}
pub(crate) use rules;

//! Tables of rows: one row of data a line or two, as on the host's page, each with a mark and a place of its own.
//!
//! A table begins with `from "…";`, the text before each row's place.

/// `&[Export]`. A row: `Fixed "name": SIGNATURE, Role, Need, emit, Mark "place";`
///
/// Behind `emit` may stand, in this order: `buffer 8_192` (bytes of the host's buffer), `of "group"`, `by RULE` (how the name
/// is put together), `idle "…"` (what it answers while the plugin cannot).
macro_rules! exports {
    (from $from:literal; $($kind:ident $name:literal: $signature:expr, $role:ident, $need:ident, $emit:literal
        $(buffer $buffer:literal)? $(of $group:literal)? $(by $rule:ident)? $(idle $idle:literal)?, $mark:ident $at:literal;)*) => {
        &[$($crate::Export {
            name: $crate::Name::$kind($name),
            signature: $signature,
            role: $crate::Role::$role,
            need: $crate::Need::$need,
            emit: $emit,
            buffer: exports!(@option $($buffer)?),
            group: exports!(@option $($group)?),
            rule: exports!(@option $($rule)?),
            idle: exports!(@option $($idle)?),
            source: $crate::Source { mark: $crate::Mark::$mark, at: concat!($from, $at) },
        }),*]
    };
    (@option) => { None };
    (@option $value:expr) => { Some($value) };
}

/// `[Import; N]`, by module. A row: `"name"(arg: Ty) -> Ret "meaning" if "capability", OFFER, Mark "place", "what it does";`
/// The arrow and the capability are left out where there is none. An argument that a guest may leave out is `version: I32 = 1`,
/// with what the host takes then.
macro_rules! imports {
    (from $from:literal; $($module:literal { $(
        $name:literal($($arg:ident: $ty:ident $(($size:literal))? $(= $absent:literal)?),*) $(-> $ret:ident $($means:literal)?)? $(if $capability:literal)?, $offer:expr,
            $mark:ident $at:literal, $does:literal;
    )* })*) => {
        [$($($crate::Import {
            module: $module,
            name: $name,
            args: &[$($crate::Arg { name: stringify!($arg), ty: $crate::Ty::$ty $(($size))?, absent: imports!(@option $($absent)?) }),*],
            result: imports!(@ret $($ret $($means)?)?),
            capability: imports!(@option $($capability)?),
            since: None,
            offer: $offer,
            does: $does,
            source: $crate::Source { mark: $crate::Mark::$mark, at: concat!($from, $at) },
        }),*),*]
    };
    (@ret) => { $crate::Ret::None };
    (@ret $ret:ident) => { $crate::Ret::$ret };
    (@ret $ret:ident $means:literal) => { $crate::Ret::$ret($means) };
    (@option) => { None };
    (@option $value:literal) => { Some($value) };
}

/// `&[Limit]`. A row: `"name" = value, "what the host does", Mark "place";`
macro_rules! limits {
    (from $from:literal; $($name:literal = $value:literal, $excess:literal, $mark:ident $at:literal;)*) => {
        &[$($crate::Limit {
            name: $name,
            value: $value,
            excess: $excess,
            source: $crate::Source { mark: $crate::Mark::$mark, at: concat!($from, $at) },
        }),*]
    };
}

/// `&[Switch]`. A row: `"key" = ["default", "other"] in ["dialect"], "what it changes", Mark "place";`
macro_rules! switches {
    (from $from:literal; $($key:literal = [$($value:literal),*] in [$($dialect:literal),*], $does:literal, $mark:ident $at:literal;)*) => {
        &[$($crate::Switch {
            key: $key,
            values: &[$($value),*],
            does: $does,
            dialects: &[$($dialect),*],
            source: $crate::Source { mark: $crate::Mark::$mark, at: concat!($from, $at) },
        }),*]
    };
}

/// `&[File]`. A row: `"name", generated, "what it holds", Mark "place";`
///
/// Behind `generated` may stand `in "section"`, where the host looks for it in the wasm.
macro_rules! files {
    (from $from:literal; $($name:literal, $generated:literal $(in $section:literal)?, $does:literal, $mark:ident $at:literal;)*) => {
        &[$($crate::File {
            name: $name,
            does: $does,
            generated: $generated,
            section: files!(@option $($section)?),
            source: $crate::Source { mark: $crate::Mark::$mark, at: concat!($from, $at) },
        }),*]
    };
    (@option) => { None };
    (@option $value:literal) => { Some($value) };
}

pub(crate) use {exports, files, imports, limits, switches};

//! Objects of the schema as types: what must be there is given to `new`, the rest by methods.

/// A row: `name "key": type => writer,`. Rows in the first braces must be there. An action has a `type`, behind its name.
macro_rules! object {
    ($(#[$doc:meta])* $name:ident $(= $action:literal)? {
        $($required:ident $required_key:literal: $required_ty:ty => $required_write:path,)*
    } {
        $($(#[$field_doc:meta])* $field:ident $key:literal: $ty:ty => $write:path,)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name<'a> {
            $($required: $required_ty,)*
            $($field: Option<$ty>,)*
            of: core::marker::PhantomData<&'a ()>,
        }

        #[allow(clippy::new_without_default, reason = "used in constants only")]
        impl<'a> $name<'a> {
            /// With what it must have.
            #[must_use]
            pub const fn new($($required: $required_ty),*) -> Self {
                Self { $($required,)* $($field: None,)* of: core::marker::PhantomData }
            }

            $($(#[$field_doc])*
            #[must_use]
            pub const fn $field(mut self, $field: $ty) -> Self {
                self.$field = Some($field);
                self
            })*

            pub(super) const fn write<const N: usize>(&self, out: &mut $crate::rt::konst::Text<N>) {
                out.add("{");
                $(out.add("\"type\":"); out.string($action); out.add(",");)?
                $(
                    $crate::orbis::ui::object::member(out, $required_key);
                    $required_write(out, self.$required);
                    out.add(",");
                )*
                $(if let Some(value) = self.$field {
                    $crate::orbis::ui::object::member(out, $key);
                    $write(out, value);
                    // Members of an author's own may be none.
                    out.drop_comma();
                    out.add(",");
                })*
                out.drop_comma();
                out.add("}");
            }
        }
    };
}

pub(super) use object;

/// A key and its colon; none for members that bring their own.
pub(super) const fn member<const N: usize>(out: &mut crate::rt::konst::Text<N>, key: &str) {
    if !key.is_empty() {
        out.string(key);
        out.add(":");
    }
}

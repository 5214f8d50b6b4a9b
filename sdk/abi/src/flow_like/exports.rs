//! What a core module exports.

use super::{docs, e1, e2};
use crate::short::{VOID, emitted, known, signature};
use crate::{Export, Need, Role, Signature, Val};

const TO_I32: Signature = signature(&[], &[Val::I32]);
const TO_I64: Signature = signature(&[], &[Val::I64]);
const DEFINITION: Need = Need::OneOf("definition");

/// Dialect `source`.
pub(super) const SOURCE: &[Export] = &[
    known("memory", None, Role::Memory, Need::Required, e1!(Observed "instance.rs:90-95")),
    emitted("get_nodes", TO_I64, Role::Definitions, DEFINITION, e1!(Observed "instance.rs:103-105, 217-253")),
    emitted("get_node", TO_I64, Role::Definition, DEFINITION, e1!(Observed "instance.rs:99-101, 154-180")),
    emitted(
        "run",
        signature(&[Val::I32, Val::I32], &[Val::I64]),
        Role::Call,
        Need::Required,
        e1!(Observed "instance.rs:114-118, 260-317"),
    ),
    // E1 cannot pass an input without it; E2 grows memory instead.
    emitted(
        "alloc",
        signature(&[Val::I32], &[Val::I32]),
        Role::Allocate,
        Need::Optional,
        e1!(Observed "instance.rs:121-123, 320-337; memory.rs:176-195"),
    ),
    emitted(
        "dealloc",
        signature(&[Val::I32, Val::I32], &[]),
        Role::Deallocate,
        Need::Optional,
        e1!(Observed "instance.rs:297, 340-349"),
    ),
    emitted("reset_scratch", VOID, Role::ResetScratch, Need::Optional, e2!("tests/package_runtime_test.rs")),
    emitted("get_abi_version", TO_I32, Role::AbiVersion, Need::Ignored, e1!(Observed "module.rs:27-53, error.rs:69")),
    known("_initialize", Some(VOID), Role::Initialize, Need::Optional, e1!(Observed "instance.rs:75-87")),
    known("_start", Some(VOID), Role::Start, Need::Optional, e1!(Observed "instance.rs:75-87")),
    known("on_drop", Some(VOID), Role::Drop, Need::Ignored, e1!(Observed "module.rs:52, node.rs:496")),
    known("__indirect_function_table", None, Role::Other, Need::Optional, EMSCRIPTEN),
    known("setThrew", None, Role::Other, Need::Optional, EMSCRIPTEN),
    known("emscripten_stack_get_current", None, Role::Other, Need::Optional, EMSCRIPTEN),
    known("_emscripten_stack_restore", None, Role::Other, Need::Optional, EMSCRIPTEN),
];

/// Looked up when Emscripten's longjmp is used; their types were not read.
const EMSCRIPTEN: crate::Source = e1!(Read "host_functions/linker.rs:1662-1733");

/// Dialect `docs`.
pub(super) const DOCS: &[Export] = &[
    known("memory", None, Role::Memory, Need::Required, docs!(Deduced "pointers are into it")),
    emitted("get_node", TO_I32, Role::Definition, Need::Required, docs!(Read "example node")),
    emitted("run", signature(&[Val::I32, Val::I32], &[Val::I32]), Role::Call, Need::Required, docs!(Read "example node")),
    // For several nodes; how `run` then tells them apart is not said.
    known("get_nodes", Some(TO_I32), Role::Definitions, Need::Optional, docs!(Read "packages with several nodes")),
];

//! The README's first example of the SDK.
use flow_like_wasm_sdk::*;

node! {
    name: "uppercase",
    friendly_name: "Uppercase",
    description: "Converts a string to uppercase",
    category: "Text/Transform",
    inputs: { exec: Exec, input: String, },
    outputs: { exec_out: Exec, output: String, },
}

run_node!(handle_run);

fn handle_run(mut ctx: Context) -> ExecutionResult {
    let text = ctx.get_string("input").unwrap_or_default();
    ctx.set_output("output", text.to_uppercase());
    ctx.success()
}

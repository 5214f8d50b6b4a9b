//! The crate documentation's example of a package, which logs, streams and looks up a directory.
use flow_like_wasm_sdk::*;

package! {
    nodes: [
        {
            name: "add",
            friendly_name: "Add Numbers",
            description: "Adds two numbers",
            category: "Math/Arithmetic",
            inputs: { exec: Exec, a: I64 = 0, b: I64 = 0 },
            outputs: { exec_out: Exec, result: I64 },
            permissions: ["streaming"],
        },
        {
            name: "store",
            friendly_name: "Store",
            description: "Writes bytes to the node's directory",
            category: "Data",
            inputs: { exec: Exec, data: Bytes },
            outputs: { exec_out: Exec, done: Bool },
            permissions: ["storage:node"],
        }
    ]
}

run_package!(handle_run);

fn handle_run(node_name: &str, mut ctx: Context) -> ExecutionResult {
    match node_name {
        "add" => {
            let result = ctx.get_i64("a").unwrap_or(0) + ctx.get_i64("b").unwrap_or(0);
            ctx.info("added");
            ctx.stream_text("added");
            ctx.set_output("result", result);
            ctx.success()
        }
        "store" => {
            let data = ctx.get_string("data").unwrap_or_default();
            let done = match ctx.storage_dir(true) {
                Some(place) => ctx.storage_write(&place, data.as_bytes()),
                None => false,
            };
            ctx.set_output("done", done);
            ctx.success()
        }
        other => ctx.fail(format!("Unknown node: {other}")),
    }
}

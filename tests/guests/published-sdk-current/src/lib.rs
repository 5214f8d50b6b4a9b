//! The README's first example of the SDK.
use flow_like_wasm_sdk::*;

#[register_node]
#[derive(Default)]
pub struct UppercaseNode;

impl WasmNode for UppercaseNode {
    fn get_node(&self) -> NodeDefinition {
        let mut node = NodeDefinition::new("uppercase", "Uppercase", "Converts text to uppercase", "Text/Transform");
        node.add_input_pin("exec", "Exec", "Trigger", VariableType::Execution);
        node.add_input_pin("text", "Text", "Input text", VariableType::String).set_default_value(json!(""));
        node.add_output_pin("exec_out", "Done", "Done", VariableType::Execution);
        node.add_output_pin("result", "Result", "Uppercased text", VariableType::String);
        node
    }

    fn run(&self, mut ctx: Context) -> ExecutionResult {
        let text = ctx.get_string("text").unwrap_or_default();
        ctx.set_output("result", text.to_uppercase());
        ctx.activate_exec("exec_out");
        ctx.success()
    }
}

wasm_main!();

//! An uppercase node as Flow-Like's documentation previews it: everything by hand.
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Serialize)]
struct NodeDefinition {
    name: String,
    friendly_name: String,
    description: String,
    category: String,
    icon: String,
    pins: Vec<PinDefinition>,
    scores: NodeScores,
}

#[derive(Serialize)]
struct PinDefinition {
    name: String,
    friendly_name: String,
    description: String,
    pin_type: String,
    data_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_value: Option<serde_json::Value>,
}

#[derive(Serialize)]
struct NodeScores {
    privacy: u8,
    security: u8,
    performance: u8,
    governance: u8,
    reliability: u8,
    cost: u8,
}

#[derive(Deserialize)]
struct ExecutionContext {
    inputs: HashMap<String, serde_json::Value>,
}

#[derive(Serialize)]
struct ExecutionResult {
    outputs: HashMap<String, serde_json::Value>,
    error: Option<String>,
}

fn pin(name: &str, friendly_name: &str, description: &str, pin_type: &str, data_type: &str) -> PinDefinition {
    PinDefinition {
        name: name.to_string(),
        friendly_name: friendly_name.to_string(),
        description: description.to_string(),
        pin_type: pin_type.to_string(),
        data_type: data_type.to_string(),
        default_value: None,
    }
}

/// The pointer of a text that is never freed.
fn leak(text: String) -> *const u8 {
    let bytes = text.into_bytes();
    let start = bytes.as_ptr();
    std::mem::forget(bytes);
    start
}

#[no_mangle]
pub extern "C" fn get_node() -> *const u8 {
    let mut input = pin("input", "Input", "The text to convert", "Input", "String");
    input.default_value = Some(serde_json::json!(""));
    let definition = NodeDefinition {
        name: "wasm_example_uppercase".to_string(),
        friendly_name: "Uppercase".to_string(),
        description: "Converts a string to uppercase".to_string(),
        category: "Custom/Text".to_string(),
        icon: "/flow/icons/text.svg".to_string(),
        pins: vec![
            pin("exec_in", "Execute", "Trigger execution", "Input", "Execution"),
            pin("exec_out", "Done", "Execution complete", "Output", "Execution"),
            input,
            pin("output", "Output", "The converted text", "Output", "String"),
        ],
        scores: NodeScores { privacy: 0, security: 0, performance: 1, governance: 0, reliability: 0, cost: 0 },
    };
    leak(serde_json::to_string(&definition).unwrap())
}

#[no_mangle]
pub extern "C" fn run(context_ptr: *const u8, context_len: u32) -> *const u8 {
    let bytes = unsafe { std::slice::from_raw_parts(context_ptr, context_len as usize) };
    let context: ExecutionContext = match serde_json::from_slice(bytes) {
        Ok(context) => context,
        Err(error) => {
            let result = ExecutionResult { outputs: HashMap::new(), error: Some(format!("Failed to parse context: {error}")) };
            return leak(serde_json::to_string(&result).unwrap());
        }
    };
    let input = context.inputs.get("input").and_then(|value| value.as_str()).unwrap_or("");
    let mut outputs = HashMap::new();
    outputs.insert("output".to_string(), serde_json::json!(input.to_uppercase()));
    let result = ExecutionResult { outputs, error: None };
    leak(serde_json::to_string(&result).unwrap())
}

//! FL2xx: definitions. They hold in every dialect.

use crate::flow_like::{deduced, e1, e2};
use crate::short::rules;

rules! {
    TABLE in &[];
    DEFINITION_FAILS "FL201" Error, e1!(Observed "instance.rs:154-253") =>
        "return from `get_node` and `get_nodes`"
        breaks "`Execution error in get_nodes: Call failed: …`, or `Returned error code: …` for a negative result; the node is not listed"
        fix "keep definitions as constants in the data segment";
    DEFINITION_JSON "FL202" Error, e1!(Observed "instance.rs:154-253") =>
        "return definitions as UTF-8 JSON inside memory"
        breaks "`Invalid node definition: Invalid JSON: …`, `Invalid UTF-8: …`, or `Memory access out of bounds`"
        fix "pack the pointer and the length in bytes of one JSON value";
    DEFINITION_SHAPE "FL203" Error, e1!(Observed "instance.rs:154-253") =>
        "return an array from `get_nodes` and an object from `get_node`"
        breaks "`invalid type: map, expected a sequence`; `{\"nodes\":[…]}` is refused too"
        fix "return [{…}] from `get_nodes`, {…} from `get_node`";
    NO_NODES "FL204" Error, e1!(Observed "instance.rs:217-253") =>
        "define at least one node"
        breaks "an empty array is listed as nothing, and is an error where a node is wanted: `Empty node list in package`"
        fix "define a node";
    DEFINITION_FIELD "FL205" Error, e1!(Observed "abi.rs:76-142") =>
        "write every required field with its type"
        breaks "``Invalid node definition: Invalid JSON: missing field `description` …``: all nodes of the package are refused"
        fix "write for a node `name`, `friendly_name`, `description`, `category`, `pins`; for a pin `name`, `friendly_name`, `description`, `pin_type`, `data_type`";
    SCORE "FL206" Error, e1!(Observed "abi.rs:76-142") =>
        "write scores as whole numbers from 0 to 255"
        breaks "the whole definition is refused"
        fix "write 0 to 10; higher is more risk or worse";
    SCORE_SCALE "FL207" Note, e1!(Observed "abi.rs; core/src/flow/node.rs:25-44") =>
        "keep scores from 0 to 10"
        breaks "the scale ends at 10"
        fix "write 0 to 10; higher is more risk or worse";
    RANGE "FL208" Error, e1!(Observed "abi.rs:76-142") =>
        "write `range` as an array of two numbers"
        breaks "`expected a tuple of size 2`: the whole definition is refused"
        fix "write \"range\": [0, 10]";
    PERMISSION "FL209" Error, e2!("abi.rs, core/src/flow/node.rs: permissions are a closed list") =>
        "ask only for permissions of the host's list"
        breaks "E2 refuses the whole definition; E1 only shows the text"
        fix "ask for some of network:http network:websocket network:tcp network:udp network:dns storage:read storage:write variables cache streaming models a2ui oauth functions";
    TYPE_ALIAS "FL210" Warning, e1!(Read "node.rs:187-200") =>
        "write data types by their canonical names"
        breaks "the alias is understood today"
        fix "write one of Execution, String, Integer, Float, Boolean, Date, PathBuf, Struct, Byte, Generic";
    TYPE_UNKNOWN "FL211" Warning, e1!(Read "node.rs:187-200") =>
        "write data types that the host knows"
        breaks "an unknown type silently becomes Generic: any wire fits the pin"
        fix "write one of Execution, String, Integer, Float, Boolean, Date, PathBuf, Struct, Byte, Generic";
    EXEC_ALIAS "FL212" Warning, e1!(Read "node.rs:362") =>
        "write the type of exec pins as `Execution`"
        breaks "with `Exec` the exec input appears among `inputs` as data"
        fix "write \"data_type\": \"Execution\"";
    VALUE_TYPE "FL213" Warning, e1!(Observed "node.rs:145-244") =>
        "write `value_type` as Normal, Array, HashMap or HashSet"
        breaks "anything else silently becomes Normal"
        fix "write one of Normal, Array, HashMap, HashSet";
    PIN_TYPE "FL214" Warning, e1!(Read "node.rs:147-150") =>
        "write `pin_type` as Input or Output"
        breaks "anything but output silently becomes an input"
        fix "write Input or Output";
    DUPLICATE_NODE "FL215" Error, e1!(ObservedPartly "node.rs:444: `node_name` is the key of dispatch") =>
        "give each node of a package a name of its own"
        breaks "calls of two nodes cannot be told apart"
        fix "rename one";
    DUPLICATE_PIN "FL216" Warning, deduced!("pins are set and read by name") =>
        "give each pin of a node a name of its own"
        breaks "inputs and outputs are found by name, so one pin hides the other"
        fix "rename one";
    GETTERS_DISAGREE "FL217" Warning, e1!(Observed "instance.rs:154-253") =>
        "return from `get_node` the first element of `get_nodes`"
        breaks "listing prefers `get_nodes`, a call for one node prefers `get_node`: the host sees two nodes"
        fix "render one from the other";
    DEFINITION_UNSTEADY "FL218" Warning, e2!("limits.rs: for_metadata") =>
        "return the same definition always"
        breaks "the host reads definitions from an instance of their own; in E2 it has no capabilities, and time and random are closed"
        fix "use no imports, no time, no random and no state in definitions";
    DEFAULT_VALUE "FL219" Note, e1!(Observed "node.rs:360-370") =>
        "apply defaults in the node"
        breaks "E1 leaves an input with a default absent; E2 fills it in"
        fix "treat an absent input as its default";
    SCHEMA "FL220" Note, e1!(Read "abi.rs:76-142") =>
        "write `schema` as JSON Schema in a text"
        breaks "a text that is no schema is stored as it is"
        fix "encode the schema as a JSON string";
    OPTIONS "FL221" Note, e1!(Observed "node.rs:181: `valid_values` and `range` are dropped") =>
        "check choices and ranges in the node"
        breaks "E1 drops `valid_values` and `range`, and wires carry any value in both epochs: the node gets what it said it does not take"
        fix "compare with the choices and bounds of the definition, and return an error";
    OPTIONAL_FIELD "FL222" Error, e1!(Observed "abi.rs:76-142") =>
        "write optional fields with their types, or leave them out"
        breaks "`Invalid node definition: Invalid JSON: invalid type: …`: all nodes of the package are refused"
        fix "write `icon`, `docs`, `value_type`, `schema` as texts; `long_running`, `sensitive`, `enforce_schema`, `enforce_generic_value_type` as true or false; `abi_version`, `step` as numbers; `permissions`, `valid_values` as lists of texts";
}

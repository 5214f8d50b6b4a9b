// nLink's documented boilerplate, written from its description: "WebAssembly (WASM) Node Development".
// go build -buildmode=c-shared, Go 1.24 or newer.
package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"unsafe"
)

// Every buffer that host or guest may still need, by its address: the collector must not take it.
var pinned = make(map[uintptr][]byte)

type item struct {
	JSON map[string]any `json:"json"`
}

func main() {}

//go:wasmexport allocate
func allocate(size uint32) uint32 {
	buffer := make([]byte, size)
	start := uintptr(unsafe.Pointer(&buffer[0]))
	pinned[start] = buffer
	return uint32(start)
}

//go:wasmexport deallocate
func deallocate(start, size uint32) {
	delete(pinned, uintptr(start))
}

//go:wasmexport execute_node
func executeNode(start, size uint32) uint64 {
	var input []byte
	header := (*reflect.SliceHeader)(unsafe.Pointer(&input))
	header.Data = uintptr(start)
	header.Len = int(size)
	header.Cap = int(size)

	var context map[string]any
	if err := json.Unmarshal(input, &context); err != nil {
		return packError("invalid input JSON")
	}
	name := "World"
	if params, ok := context["params"].(map[string]any); ok {
		if text, ok := params["text"].(string); ok {
			name = text
		}
	}
	items := []item{{JSON: map[string]any{
		"message":        fmt.Sprintf("Hello, %s! Greetings from WebAssembly Runtime! 🚀", name),
		"original_data":  context["$json"],
		"wasm_processed": true,
	}}}
	result, _ := json.Marshal(items)
	return pack(result)
}

func packError(message string) uint64 {
	result, _ := json.Marshal(map[string]string{"error": message})
	return pack(result)
}

func pack(result []byte) uint64 {
	start := uintptr(unsafe.Pointer(&result[0]))
	pinned[start] = result
	return uint64(start)<<32 | uint64(len(result))
}

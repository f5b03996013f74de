import Bytes
package import RealtimeAPI

extension MCPTool {
    /// Whether a call of this tool waits for a person. Unless told otherwise, every call does.
    package func needsApproval(_ tool: MCPToolListing) -> Bool {
        switch requireApproval {
        case .absent, .null, .value(.always): true
        case .value(.never): false
        case .value(.filters(let filters)):
            if filters.always?.matches(tool) == true { true } else { filters.never?.matches(tool) != true }
        }
    }

    /// Whether the model may see this tool at all.
    package func allows(_ tool: MCPToolListing) -> Bool {
        switch allowedTools {
        case .absent, .null: true
        case .value(.names(let names)): names.contains(tool.name)
        case .value(.filter(let filter)): filter.matches(tool)
        }
    }
}

extension ToolFilter {
    /// A filter that says nothing matches nothing.
    fileprivate func matches(_ tool: MCPToolListing) -> Bool {
        guard toolNames != nil || readOnly != nil else { return false }
        let isNamed = toolNames.map { $0.contains(tool.name) } ?? true
        let isReadOnly = tool.annotations.value?["readOnlyHint"]?.bool ?? false
        return isNamed && (readOnly.map { $0 == isReadOnly } ?? true)
    }
}

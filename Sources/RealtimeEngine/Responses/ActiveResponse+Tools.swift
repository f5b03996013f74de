import RealtimeAPI

/// Tools of MCP servers, which the server calls itself.
extension ActiveResponse {
    mutating func takeToolCall(_ label: String, _ name: String, _ arguments: String, _ stage: inout Stage) {
        endMessage(.completed, &stage)
        endCall(.completed, &stage)
        sentText.add(arguments)
        let server = plan.mcpServers.first { $0.serverLabel == label }
        let listing = plan.mcp.first { $0.serverLabel == label }?.tools.first { $0.name == name }
        guard let server, let listing else {
            let error = MCPError.toolFailed("There is no tool '\(name)' on a server labelled '\(label)'.")
            return refuseToolCall(label, name, arguments, error, &stage)
        }
        guard server.needsApproval(listing) else {
            return runTool(server, name, arguments, approval: nil, &stage)
        }
        guard stage.approvals.count < stage.limits.approvalsMax else {
            let error = MCPError.toolFailed("Too many calls wait for an approval.")
            return refuseToolCall(label, name, arguments, error, &stage)
        }
        let request = MCPApprovalRequest {
            $0.serverLabel = label
            $0.name = name
            $0.arguments = arguments
        }
        let id = stage.outbox.ids.approval()
        stage.approvals[id] = PendingApproval(server: server, name: name, arguments: arguments)
        let item = openItem(.approval(request), &stage, id: id)
        closeItem(item, .completed, &stage)
    }

    /// Runs a tool, as the model asked or as a person approved.
    mutating func runTool(
        _ server: MCPTool,
        _ name: String,
        _ arguments: String,
        approval: ItemID?,
        _ stage: inout Stage
    ) {
        let item = openTool(server.serverLabel, name, arguments, approval: approval, &stage)
        runningTools[output[item].id] = item
        stage.outbox.send(.mcpCallInProgress(toolEvent(item)))
        stage.outbox.perform(.mcp(output[item].id, .call(server, name: name, arguments: arguments)))
    }

    mutating func refuseToolCall(
        _ label: String,
        _ name: String,
        _ arguments: String,
        _ error: MCPError,
        _ stage: inout Stage
    ) {
        let item = openTool(label, name, arguments, approval: nil, &stage)
        stage.outbox.send(.mcpCallInProgress(toolEvent(item)))
        closeTool(item, .failed(error), &stage)
    }

    mutating func openTool(
        _ label: String,
        _ name: String,
        _ arguments: String,
        approval: ItemID?,
        _ stage: inout Stage
    ) -> Int {
        var call = MCPCall {
            $0.serverLabel = label
            $0.name = name
            if let approval { $0.approvalRequestID = .value(approval) }
        }
        let item = openItem(.mcp(call), &stage, id: stage.outbox.ids.toolCall())
        call.arguments = arguments
        output[item].body = .mcp(call)
        if !arguments.isEmpty {
            let delta = MCPArgumentsDelta {
                $0.responseID = id
                $0.itemID = output[item].id
                $0.outputIndex = item
                $0.delta = arguments
                $0.obfuscation = .value(stage.outbox.ids.obfuscation(forDeltaOf: arguments.utf8.count))
            }
            stage.outbox.send(.mcpArgumentsDelta(delta))
        }
        let done = MCPArgumentsDone {
            $0.responseID = id
            $0.itemID = output[item].id
            $0.outputIndex = item
            $0.arguments = arguments
        }
        stage.outbox.send(.mcpArgumentsDone(done))
        return item
    }

    /// False: no tool of this response.
    mutating func toolReported(_ itemID: ItemID, _ report: MCPReport, _ stage: inout Stage, at now: Moment) -> Bool {
        guard let item = runningTools.removeValue(forKey: itemID) else { return false }
        closeTool(item, report, &stage)
        pump(&stage, at: now)
        return true
    }

    mutating func closeTool(_ item: Int, _ report: MCPReport, _ stage: inout Stage) {
        guard case .mcp(var call) = output[item].body else { return }
        switch report {
        case .called(let text): call.output = .value(text)
        case .failed(let error): call.error = .value(error)
        case .listed:
            call.error = .value(.protocolError(code: -32_603, "The server listed tools instead of calling one."))
        }
        output[item].body = .mcp(call)
        let succeeded = call.error.value == nil
        stage.outbox.send(succeeded ? .mcpCallCompleted(toolEvent(item)) : .mcpCallFailed(toolEvent(item)))
        closeItem(item, succeeded ? .completed : .incomplete, &stage)
    }
}

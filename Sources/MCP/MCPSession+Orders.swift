import Bytes
import HTTP

/// Listing and calling, once a dialogue is open.
extension MCPSession {
    mutating func ask(_ id: Int, in dialogue: MCPDialogue, cursor: String? = nil) {
        guard let work = orders[id] else { return }
        var params = JSONObject()
        let method: String
        var name: String?
        switch work.order {
        case .list:
            method = "tools/list"
            if let cursor { params["cursor"] = .string(cursor) }
        case .call(let tool, let arguments):
            method = "tools/call"
            name = tool
            params["name"] = .string(tool)
            params["arguments"] = .object(arguments)
        }
        if dialogue.isStateless { params["_meta"] = client.meta(dialogue.version) }
        let request = nextRequest()
        let exchange = MCPExchange(
            .order(id),
            requestID: request,
            dialogue: dialogue.number,
            limits: limits,
            bytesMax: limits.responseBytesMax - work.bytes
        )
        let body = RPCText.request(request, method, params)
        let number = send(.post, dialogue.headers(method, name: name), body, exchange)
        orders[id]?.exchange = number
    }

    mutating func orderAnswered(_ id: Int, _ exchange: MCPExchange, _ outcome: Outcome) {
        guard let work = orders[id] else { return }
        orders[id]?.exchange = nil
        orders[id]?.bytes += exchange.bytesReceived
        switch (outcome, work.order) {
        case (.failure(let error), _): answer(id, .failed(.rpc(code: error.code, message: error.message)))
        case (.success(let result), .list): listed(id, result)
        case (.success(let result), .call):
            guard let output = ToolOutput(result) else {
                return answer(id, .failed(.violation("The MCP server's result is none of a tool's.")))
            }
            guard output.isError else { return answer(id, .called(output.text)) }
            answer(id, .failed(.tool(output.text.isEmpty ? "The tool failed and does not say why." : output.text)))
        }
    }

    private mutating func listed(_ id: Int, _ result: JSONObject) {
        guard let page = result["tools"]?.array else {
            return answer(id, .failed(.violation("The MCP server's list has no tools in it.")))
        }
        guard var work = orders[id] else { return }
        for tool in page.compactMap({ ListedTool($0) }) where !work.tools.contains(where: { $0.name == tool.name }) {
            work.tools.append(tool)
            guard work.tools.count <= limits.toolsMax else {
                return answer(id, .failed(.violation("The MCP server has more than \(limits.toolsMax) tools.")))
            }
        }
        work.pages += 1
        orders[id] = work
        guard let cursor = result["nextCursor"]?.string, !cursor.isEmpty else {
            return answer(id, .listed(work.tools))
        }
        guard work.pages < limits.pagesMax, cursor.utf8.count <= limits.tokenBytesMax else {
            let why = "The MCP server's list has more than \(limits.pagesMax) pages, or too long a name for one."
            return answer(id, .failed(.violation(why)))
        }
        guard let dialogue else { return }
        ask(id, in: dialogue, cursor: cursor)
    }

    mutating func orderRefused(_ id: Int, _ exchange: MCPExchange, _ failure: MCPFailure) {
        // A stream that is asked to go on may have done its work already: it is not done again.
        let isForgotten =
            exchange.status == 404 && exchange.resumptions == 0 && orders[id]?.hasReopened == false
            && hadSession(exchange)
        if isForgotten { reopen(id, exchange) } else { answer(id, .failed(failure)) }
    }

    /// A server without sessions means something else by 404.
    private func hadSession(_ exchange: MCPExchange) -> Bool {
        guard let dialogue, dialogue.number == exchange.dialogue else { return true }
        return dialogue.sessionID != nil
    }

    /// A stream broke off; since its events have names, it can be asked to go on after the last that came.
    mutating func resume(_ exchange: MCPExchange, in dialogue: MCPDialogue) {
        var headers = dialogue.headers("")
        headers.set("Accept", "text/event-stream")
        headers.remove("Content-Type")
        headers.add("Last-Event-ID", exchange.lastEventID)
        let number = send(.get, headers, nil, exchange.resumed(), after: exchange.retry)
        if case .order(let id) = exchange.purpose { orders[id]?.exchange = number }
    }

    /// What nobody waits for any more, the server need not go on with. Since 2026-07-28 a stream that closes says it.
    mutating func tellCancelled(_ exchange: MCPExchange) {
        guard let dialogue, dialogue.number == exchange.dialogue, !dialogue.isStateless else { return }
        let method = "notifications/cancelled"
        let params: JSONObject = [
            "requestId": .number(JSONNumber(exchange.requestID)), "reason": "Nobody waits for it any more.",
        ]
        send(.post, dialogue.headers(method), RPCText.notification(method, params), MCPExchange.errand(limits))
    }
}

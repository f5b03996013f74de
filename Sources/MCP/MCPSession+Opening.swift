import Bytes

/// How a dialogue with the server begins, and begins again.
extension MCPSession {
    mutating func enqueue(_ id: Int) {
        switch phase {
        case .open(let dialogue): ask(id, in: dialogue)
        case .opening: waiting.append(id)
        case .new:
            waiting.append(id)
            greet()
        case .over: break
        }
    }

    private mutating func greet() {
        phase = .opening(nil)
        let params: JSONObject = [
            "protocolVersion": .string(MCPDialogue.greeted[0]), "capabilities": [:], "clientInfo": client.json,
        ]
        let id = nextRequest()
        let exchange = MCPExchange(
            .greeting,
            requestID: id,
            dialogue: 0,
            limits: limits,
            bytesMax: limits.responseBytesMax
        )
        send(.post, MCPDialogue.headers, RPCText.request(id, "initialize", params), exchange)
    }

    mutating func greetingAnswered(_ exchange: MCPExchange, _ outcome: Outcome) {
        switch outcome {
        case .failure(let error): greetingRefused(error, .rpc(code: error.code, message: error.message))
        case .success(let result):
            let version = result["protocolVersion"]?.string ?? ""
            guard MCPDialogue.greeted.contains(version) else {
                let told = version.isEmpty ? "no version" : "version \(MCPFailure.words(version))"
                let why = "The MCP server speaks \(told) of the protocol, which is not known here."
                return openingFailed(.violation(why))
            }
            dialogues += 1
            let dialogue = MCPDialogue(version: version, sessionID: exchange.sessionID, number: dialogues)
            phase = .opening(dialogue)
            let next = MCPExchange(.greeted, requestID: 0, dialogue: dialogue.number, limits: limits, bytesMax: 0)
            let method = "notifications/initialized"
            send(.post, dialogue.headers(method), RPCText.notification(method), next)
        }
    }

    /// The server takes the news with a status; what may follow it says nothing.
    mutating func greetingMayHaveArrived(_ number: Int) {
        guard case .opening(let dialogue?) = phase, let exchange = exchanges[number], exchange.purpose == .greeted,
            !exchange.isRefused
        else { return }
        linger(number)
        open(dialogue)
    }

    private mutating func open(_ dialogue: MCPDialogue) {
        phase = .open(dialogue)
        let ready = waiting
        waiting = []
        for id in ready { ask(id, in: dialogue) }
    }

    mutating func openingFailed(_ failure: MCPFailure) {
        guard case .opening = phase else { return }
        phase = .new
        let failed = waiting
        waiting = []
        for id in failed { answer(id, .failed(failure)) }
    }

    /// A status that is no success.
    mutating func refused(_ exchange: MCPExchange) {
        let error = exchange.refusal
        let failure = MCPFailure.status(exchange.status ?? 0, saying: error?.message)
        switch exchange.purpose {
        case .greeting: if let error { greetingRefused(error, failure) } else { openingFailed(failure) }
        case .order(let id): orderRefused(id, exchange, failure)
        case .greeted, .errand, .lingering: break
        }
    }

    /// A server that knows no greeting says so in one of these ways; then it is asked without.
    private mutating func greetingRefused(_ error: RPCError, _ failure: MCPFailure) {
        let knowsNone =
            error.code == RPCCode.unsupportedVersion || error.code == RPCCode.headerMismatch
            || error.code == RPCCode.methodNotFound || error.code == RPCCode.invalidParams
            || !error.supportedVersions.isEmpty
        let named = error.supportedVersions.first { MCPDialogue.stateless.contains($0) }
        guard knowsNone, let version = named ?? (error.supportedVersions.isEmpty ? MCPDialogue.stateless.last : nil)
        else { return openingFailed(failure) }
        dialogues += 1
        open(MCPDialogue(version: version, sessionID: nil, number: dialogues))
    }

    /// The server has forgotten the session that the order was asked in.
    mutating func reopen(_ id: Int, _ exchange: MCPExchange) {
        guard let work = orders[id] else { return }
        orders[id] = Work(order: work.order, hasReopened: true)
        if case .open(let dialogue) = phase, dialogue.number == exchange.dialogue { phase = .new }
        enqueue(id)
    }
}

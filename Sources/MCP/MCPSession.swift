import Bytes
public import HTTP

/// A client's side of the Model Context Protocol over streamable HTTP, as a value: what to do and what came of each
/// exchange goes in, and what to send comes out.
///
/// Tools are listed and called; nothing else that a server offers is asked for. The server is greeted when the first
/// order comes, and again where it has forgotten the session (404). One that wants no greeting (2026-07-28) gets none.
///
/// Contract: carry out every action in order. Each exchange that was sent is told of by `received` and once by `ended`,
/// unless it was aborted; nothing is told from within a call. Time limits are the caller's: it cancels.
public struct MCPSession: Sendable {
    enum Phase: Sendable, Equatable {
        case new
        /// The greeting is under way; answered, it has a dialogue that is not open yet.
        case opening(MCPDialogue?)
        case open(MCPDialogue)
        case over
    }

    struct Work: Sendable {
        let order: ToolOrder
        var exchange: Int?
        /// Of a list: what came so far.
        var tools: [ListedTool] = []
        var pages = 0
        var bytes = 0
        /// A server that forgets a session twice over one order will go on so.
        var hasReopened = false
    }

    let client: MCPClientName
    let limits: MCPLimits
    var phase = Phase.new
    var orders: [Int: Work] = [:]
    /// Orders that wait for the greeting.
    var waiting: [Int] = []
    var exchanges: [Int: MCPExchange] = [:]
    var lingering: [Int] = []
    var dialogues = 0
    private var lastExchange = 0
    private var lastRequest = 0
    var actions: [MCPAction] = []

    public init(_ client: MCPClientName, limits: MCPLimits = MCPLimits()) {
        self.client = client
        self.limits = limits
    }

    /// Whether nothing is asked of the server now.
    public var isIdle: Bool { orders.isEmpty }

    // MARK: What is wanted

    /// `id` is the caller's, and comes with the answer.
    public mutating func begin(_ id: Int, _ order: ToolOrder) -> [MCPAction] {
        guard phase != .over, orders[id] == nil else { return [] }
        orders[id] = Work(order: order)
        enqueue(id)
        return taken()
    }

    /// No answer comes after this.
    public mutating func cancel(_ id: Int) -> [MCPAction] {
        guard let work = orders.removeValue(forKey: id) else { return [] }
        waiting.removeAll { $0 == id }
        if let number = work.exchange, let exchange = exchanges.removeValue(forKey: number) {
            actions.append(.abort(exchange: number))
            tellCancelled(exchange)
        }
        return taken()
    }

    /// Nothing is answered after this; a server that keeps a session is told that it may forget it.
    public mutating func close() -> [MCPAction] {
        for (number, exchange) in exchanges.sorted(by: { $0.key < $1.key }) where exchange.purpose != .errand {
            actions.append(.abort(exchange: number))
        }
        if let dialogue, dialogue.sessionID != nil {
            send(.delete, dialogue.headers(""), nil, MCPExchange.errand(limits))
        }
        (phase, orders, waiting, exchanges, lingering) = (.over, [:], [], [:], [])
        return taken()
    }

    // MARK: What came

    public mutating func received(_ head: ResponseHead, on number: Int) -> [MCPAction] {
        guard exchanges[number] != nil else { return [] }
        do throws(MCPFailure) {
            try exchanges[number]?.receive(head)
            greetingMayHaveArrived(number)
        } catch {
            give(up: number, error)
        }
        return taken()
    }

    public mutating func received(_ bytes: [UInt8], on number: Int) -> [MCPAction] {
        guard var exchange = exchanges.removeValue(forKey: number) else { return [] }
        let outcome = Result { () throws(MCPFailure) in try exchange.receive(bytes) }
        exchanges[number] = exchange
        switch outcome {
        case .success(let messages): for message in messages { take(message, on: number) }
        case .failure(let failure): give(up: number, failure)
        }
        return taken()
    }

    /// - Parameter failure: why the response did not come whole; nil: it did.
    public mutating func ended(_ number: Int, _ failure: MCPFailure?) -> [MCPAction] {
        guard let exchange = exchanges[number] else { return [] }
        switch exchange.purpose {
        case .errand, .lingering: break
        case .greeted:
            openingFailed(failure ?? .status(exchange.status ?? 0, saying: exchange.refusal?.message))
        case .greeting, .order:
            if exchange.isRefused { refused(exchange) } else { finish(number, failure) }
        }
        exchanges[number] = nil
        lingering.removeAll { $0 == number }
        return taken()
    }

    private mutating func finish(_ number: Int, _ failure: MCPFailure?) {
        if failure == nil {
            do throws(MCPFailure) {
                for message in try exchanges[number]?.end() ?? [] { take(message, on: number) }
            } catch {
                return give(up: number, error)
            }
        }
        guard let exchange = exchanges[number], exchange.purpose != .lingering else { return }
        if exchange.canResume, let dialogue { return resume(exchange, in: dialogue) }
        give(up: number, failure ?? .violation("The MCP server ended its answer before the result."))
    }

    private mutating func take(_ message: RPCMessage, on number: Int) {
        guard let exchange = exchanges[number], exchange.purpose != .lingering else { return }
        let id = JSON.number(JSONNumber(exchange.requestID))
        switch message {
        case .notification: break
        case .question(let question, let method): answer(question, method, on: number)
        case .result(let of, let result): if of == id { answered(number, .success(result)) }
        // What could not be read has no identifier to answer with.
        case .error(let of, let error):
            if of == nil || of == .null || of == id { answered(number, .failure(error)) }
        }
    }

    private mutating func answer(_ id: JSON, _ method: String, on number: Int) {
        guard let dialogue else { return }
        guard exchanges[number]?.isAsked() == true else {
            return give(up: number, .violation("The MCP server asks more than \(limits.questionsMax) things."))
        }
        let body = RPCText.reply(to: id, method: method)
        send(.post, dialogue.headers(method), body, MCPExchange.errand(limits))
    }

    private mutating func answered(_ number: Int, _ outcome: Outcome) {
        guard let purpose = exchanges[number]?.purpose, let exchange = exchanges[number] else { return }
        linger(number)
        switch purpose {
        case .greeting: greetingAnswered(exchange, outcome)
        case .order(let id): orderAnswered(id, exchange, outcome)
        case .greeted, .errand, .lingering: break
        }
    }

    /// All that is wanted of an exchange has come. Most end by themselves at once.
    mutating func linger(_ number: Int) {
        exchanges[number]?.purpose = .lingering
        lingering.append(number)
        guard lingering.count > limits.lingeringMax else { return }
        let oldest = lingering.removeFirst()
        exchanges[oldest] = nil
        actions.append(.abort(exchange: oldest))
    }

    /// Nothing more is wanted of an exchange that went wrong.
    private mutating func give(up number: Int, _ failure: MCPFailure) {
        guard let exchange = exchanges.removeValue(forKey: number) else { return }
        actions.append(.abort(exchange: number))
        switch exchange.purpose {
        case .greeting, .greeted: openingFailed(failure)
        case .order(let id): answer(id, .failed(failure))
        case .errand, .lingering: break
        }
    }
}

extension MCPSession {
    enum Outcome {
        case success(JSONObject)
        case failure(RPCError)
    }

    var dialogue: MCPDialogue? {
        switch phase {
        case .open(let dialogue): dialogue
        case .opening(let dialogue): dialogue
        case .new, .over: nil
        }
    }

    mutating func taken() -> [MCPAction] {
        defer { actions = [] }
        return actions
    }

    mutating func answer(_ id: Int, _ answer: ToolAnswer) {
        guard orders.removeValue(forKey: id) != nil else { return }
        actions.append(.answer(answer, order: id))
    }

    mutating func nextRequest() -> Int {
        lastRequest += 1
        return lastRequest
    }

    @discardableResult
    mutating func send(
        _ method: MCPRequest.Method,
        _ headers: HeaderFields,
        _ body: [UInt8]?,
        _ exchange: MCPExchange,
        after delay: Duration = .zero
    ) -> Int {
        lastExchange += 1
        exchanges[lastExchange] = exchange
        let isErrand = exchange.purpose == .errand
        let request = MCPRequest(method: method, headers: headers, body: body, delay: delay, isErrand: isErrand)
        actions.append(.send(request, exchange: lastExchange))
        return lastExchange
    }
}

extension MCPExchange {
    static func errand(_ limits: MCPLimits) -> MCPExchange {
        MCPExchange(.errand, requestID: 0, dialogue: 0, limits: limits, bytesMax: 0)
    }
}

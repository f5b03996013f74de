internal import HTTP
internal import MCP
internal import NetIO

/// A session's dialogue with one MCP server: sends what the machine wants sent, and tells it what came. Confined to the
/// session's loop.
final class MCPConnection {
    /// How long a message may take that nobody waits for: that something was cancelled, or a session is over.
    private static let errandTimeout: Duration = .seconds(5)

    let door: MCPDoor
    private let access: MCPAccess
    private let loop: EventLoop
    private var session: MCPSession
    private var transfers: [Int: MCPTransfer] = [:]
    private var reports: [Int: (ToolAnswer) -> Void] = [:]
    private var lastOrder = 0

    init(_ door: MCPDoor, _ access: MCPAccess, on loop: EventLoop) {
        self.door = door
        self.access = access
        self.loop = loop
        session = MCPSession(access.name, limits: access.limits)
    }

    var isIdle: Bool { session.isIdle }

    /// Reports once, later, unless it is cancelled. The answer names the order for `cancel`.
    func begin(_ order: ToolOrder, report: @escaping (ToolAnswer) -> Void) -> Int {
        lastOrder += 1
        reports[lastOrder] = report
        perform(session.begin(lastOrder, order))
        return lastOrder
    }

    func cancel(_ order: Int) {
        reports[order] = nil
        perform(session.cancel(order))
    }

    /// Nothing is reported after this. What the server must still be told goes out by itself, for a bounded time.
    func close() {
        reports = [:]
        perform(session.close())
        transfers = [:]
    }

    // MARK: What came

    func received(_ head: ResponseHead, on exchange: Int) { perform(session.received(head, on: exchange)) }
    func received(_ bytes: [UInt8], on exchange: Int) { perform(session.received(bytes, on: exchange)) }

    func ended(_ exchange: Int, _ failure: MCPFailure?) {
        transfers[exchange] = nil
        perform(session.ended(exchange, failure))
    }

    // MARK: What is wanted

    private func perform(_ actions: [MCPAction]) {
        for action in actions {
            switch action {
            case .send(let request, let exchange): send(request, exchange)
            case .abort(let exchange): transfers.removeValue(forKey: exchange)?.cancel()
            case .answer(let answer, let order): reports.removeValue(forKey: order)?(answer)
            }
        }
    }

    private func send(_ request: MCPRequest, _ exchange: Int) {
        guard let client = access.clients.client(on: loop) else {
            // The server ends, and every session with it.
            return loop.soon { [weak self] in self?.ended(exchange, .unreachable("This server ends.")) }
        }
        let transfer = MCPTransfer(httpRequest(request), exchange, client, of: self)
        transfers[exchange] = transfer
        transfer.start(after: request.delay)
    }

    private func httpRequest(_ request: MCPRequest) -> HTTPClientRequest {
        var headers = door.headers.reveal()
        headers.add("User-Agent", "\(access.name.name)/\(access.name.version)")
        for field in request.headers.fields { headers.set(field.name, field.value) }
        var http = HTTPClientRequest(request.method.rawValue, door.url, headers: headers, body: request.body)
        // The time that an order may take is measured elsewhere; this ends what nobody measures.
        http.options.totalTimeout = request.isErrand ? Self.errandTimeout : access.timeout + Self.errandTimeout
        http.options.stallTimeout = nil
        http.options.authorityFile = access.authorityFile
        // The machine counts, and says what is too much.
        http.options.responseBytesMax = .max
        return http
    }
}

/// One HTTP request of a dialogue. It outlives the dialogue where nobody waits for it.
private final class MCPTransfer: TransferDelegate {
    private let request: HTTPClientRequest
    private let exchange: Int
    private let client: HTTPClient
    private weak var connection: MCPConnection?
    private var timer: LoopTimer?
    private var transfer: Transfer?

    init(_ request: HTTPClientRequest, _ exchange: Int, _ client: HTTPClient, of connection: MCPConnection) {
        self.request = request
        self.exchange = exchange
        self.client = client
        self.connection = connection
    }

    func start(after delay: Duration) {
        guard delay > .zero else { return start() }
        timer = LoopTimer(on: client.loop) { [unowned self] in start() }
        timer?.start(after: delay)
    }

    private func start() { transfer = client.start(request, delegate: self) }

    func cancel() {
        timer = nil
        connection = nil
        transfer?.cancel()
    }

    func received(_ head: ResponseHead, on transfer: Transfer) { connection?.received(head, on: exchange) }
    func received(_ bytes: UnsafeRawBufferPointer, on transfer: Transfer) {
        connection?.received(Array(bytes), on: exchange)
    }

    func ended(_ error: HTTPClientError?, on transfer: Transfer) {
        self.transfer = nil
        connection?.ended(exchange, error.map { MCPFailure($0) })
    }
}

extension MCPFailure {
    fileprivate init(_ error: HTTPClientError) {
        switch error {
        case .redirected(let status, _): self = .status(status, saying: "It points elsewhere, which is not followed.")
        default: self = .unreachable(error.description)
        }
    }
}

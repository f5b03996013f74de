extension ServerConnection {
    /// Tells a client that waits with the body to send it. Does nothing where none waits.
    public mutating func continueBody(into out: inout [UInt8]) {
        guard case .body(let body, var exchange) = state, exchange.awaitsContinue, exchange.answer == .awaited else {
            return
        }
        exchange.awaitsContinue = false
        state = .body(body, exchange)
        out.append(contentsOf: "HTTP/1.1 100 Continue\r\n\r\n".utf8)
    }

    /// Writes a whole answer. To HEAD the body's length is told and the body is not.
    ///
    /// An answer before the request's body is whole is the last: what would follow is the rest of that body.
    public mutating func respond(
        _ head: ResponseHead,
        body: [UInt8] = [],
        date: String,
        into out: inout [UInt8]
    ) throws(HTTPWriteError) {
        var exchange = try exchangeToAnswer(head)
        var own = try ownFields(&exchange, date: date)
        if ResponseHead.hasNoBody(head.status) {
            guard body.isEmpty else { throw .bodyNotAllowed(status: head.status) }
        } else {
            own.add("Content-Length", "\(body.count)")
        }
        HeadWriter.write(head, own: own, into: &out)
        if !exchange.asksForHead { out.append(contentsOf: body) }
        finish(exchange)
    }

    /// Begins an answer whose length is not known yet: in chunks, or to an old client up to the connection's end.
    public mutating func beginResponse(
        _ head: ResponseHead,
        date: String,
        into out: inout [UInt8]
    ) throws(HTTPWriteError) {
        var exchange = try exchangeToAnswer(head)
        guard !ResponseHead.hasNoBody(head.status) else { throw .bodyNotAllowed(status: head.status) }
        if exchange.version == .http10, !exchange.asksForHead { exchange.keepsAlive = false }
        var own = try ownFields(&exchange, date: date)
        switch exchange.version {
        case .http11:
            own.add("Transfer-Encoding", "chunked")
            exchange.answer = exchange.asksForHead ? .withoutBody : .chunked
        case .http10: exchange.answer = exchange.asksForHead ? .withoutBody : .untilClose
        }
        HeadWriter.write(head, own: own, into: &out)
        update(exchange)
    }

    /// Writes a piece of the answer that was begun.
    public mutating func sendBody(_ piece: [UInt8], into out: inout [UInt8]) throws(HTTPWriteError) {
        switch currentExchange?.answer {
        case .chunked: ChunkWriter.write(piece, into: &out)
        case .untilClose: out.append(contentsOf: piece)
        case .withoutBody: return
        case .awaited, nil: throw .wrongMoment
        }
    }

    /// Ends the answer that was begun.
    public mutating func endResponse(into out: inout [UInt8]) throws(HTTPWriteError) {
        guard let exchange = currentExchange, exchange.answer != .awaited else { throw .wrongMoment }
        if exchange.answer == .chunked { ChunkWriter.writeEnd(into: &out) }
        finish(exchange)
    }

    /// Writes `101 Switching Protocols` and gives the connection away, with the bytes that came after the request.
    public mutating func upgrade(
        to protocolName: String,
        headers: HeaderFields,
        date: String,
        into out: inout [UInt8]
    ) throws(HTTPWriteError) -> [UInt8] {
        guard case .answering(let exchange) = state, exchange.answer == .awaited, exchange.version == .http11,
            !exchange.isRefused
        else { throw .wrongMoment }
        var head = ResponseHead(status: 101, headers: headers)
        head.headers.set("Upgrade", protocolName)
        try HeadWriter.check(head)
        guard HeadWriter.isValue(date) else { throw .invalidHeaderValue(name: "Date") }
        HeadWriter.write(head, own: ["Connection": "Upgrade", "Date": date], into: &out)
        state = .upgraded
        return input.takeAll()
    }

    private var currentExchange: Exchange? {
        switch state {
        case .body(_, let exchange), .answering(let exchange): exchange
        case .head, .upgraded, .closed: nil
        }
    }

    /// The request whose answer may begin now, with a head that may be written.
    private func exchangeToAnswer(_ head: ResponseHead) throws(HTTPWriteError) -> Exchange {
        guard var exchange = currentExchange, exchange.answer == .awaited else { throw .wrongMoment }
        guard head.status >= 200 else { throw .invalidStatus(head.status) }
        try HeadWriter.check(head)
        if case .body = state { exchange.keepsAlive = false }
        if isDraining { exchange.keepsAlive = false }
        return exchange
    }

    private func ownFields(_ exchange: inout Exchange, date: String) throws(HTTPWriteError) -> HeaderFields {
        guard HeadWriter.isValue(date) else { throw .invalidHeaderValue(name: "Date") }
        var own: HeaderFields = ["Date": date]
        if !exchange.keepsAlive {
            own.add("Connection", "close")
        } else if exchange.version == .http10 {
            own.add("Connection", "keep-alive")
        }
        return own
    }

    private mutating func update(_ exchange: Exchange) {
        switch state {
        case .body(let body, _): state = .body(body, exchange)
        case .answering: state = .answering(exchange)
        case .head, .upgraded, .closed: return
        }
    }
}

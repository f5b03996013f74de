public import HTTP

/// The events of a stream, in order, each seen once; the server is held back while nobody reads.
///
/// A stream that ends is not asked for again: whether the same request may be sent twice, only the caller knows.
public struct ServerSentEvents: AsyncSequence, Sendable {
    public typealias Element = EventStreamReader.Event
    public typealias Failure = HTTPClientError
    public typealias Limits = EventStreamReader.Limits

    public let head: ResponseHead
    private let body: ResponseBody
    private let limits: Limits

    init(_ response: StreamedResponse, limits: Limits) {
        head = response.head
        body = response.body
        self.limits = limits
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(body: body.makeAsyncIterator(), reader: EventStreamReader(limits: limits))
    }

    public struct AsyncIterator: AsyncIteratorProtocol {
        private var body: ResponseBody.AsyncIterator
        private var reader: EventStreamReader
        /// What the last piece held, the next event last.
        private var waiting: [EventStreamReader.Event] = []
        private var violation: EventStreamReader.Violation?

        init(body: ResponseBody.AsyncIterator, reader: EventStreamReader) {
            self.body = body
            self.reader = reader
        }

        public mutating func next() async throws(HTTPClientError) -> EventStreamReader.Event? {
            while waiting.isEmpty {
                if let violation { throw .eventStream(violation) }
                guard let piece = try await body.next() else { return nil }
                do throws(EventStreamReader.Violation) { try reader.receive(piece, into: &waiting) } catch {
                    violation = error
                }
                waiting.reverse()
            }
            return waiting.popLast()
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(HTTPClientError) -> EventStreamReader.Event? {
            try await next()
        }
    }
}

@available(*, unavailable)
extension ServerSentEvents.AsyncIterator: Sendable {}

public import HTTP

/// The head of a response, and its body as it comes. Letting go of all copies cancels what is still to come.
public struct StreamedResponse: Sendable {
    public let head: ResponseHead
    public let body: ResponseBody

    public var status: Int { head.status }
    public var headers: HeaderFields { head.headers }
    public var isSuccess: Bool { 200..<300 ~= head.status }

    var isEventStream: Bool {
        isSuccess && head.headers["Content-Type"].flatMap { MediaType($0) }?.essence == "text/event-stream"
    }

    /// The whole response, with a body of at most so many bytes.
    public func collect(bytesMax: Int) async throws(HTTPClientError) -> HTTPClientResponse {
        var bytes: [UInt8] = []
        for try await piece in body {
            guard bytes.count + piece.count <= bytesMax else { throw .bodyTooLarge(limit: bytesMax) }
            bytes += piece
        }
        return HTTPClientResponse(head: head, body: bytes)
    }
}

/// The pieces of a body, in order, each seen once. While nobody reads, the server is held back.
public struct ResponseBody: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = HTTPClientError

    /// How much waits for the reader before the server is held back.
    static let bufferedBytesMax = 256 * 1_024

    let mailbox: Mailbox<[UInt8], HTTPClientError>
    let lifetime: Lifetime

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }

    public struct AsyncIterator: AsyncIteratorProtocol {
        let body: ResponseBody

        public mutating func next() async throws(HTTPClientError) -> [UInt8]? { try await body.mailbox.next() }

        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(HTTPClientError) -> [UInt8]? {
            try await body.mailbox.next()
        }
    }

    /// Ends the transfer when nobody can read any more.
    final class Lifetime: Sendable {
        private let mailbox: Mailbox<[UInt8], HTTPClientError>

        init(_ mailbox: Mailbox<[UInt8], HTTPClientError>) { self.mailbox = mailbox }

        deinit { mailbox.abandon() }
    }
}

@available(*, unavailable)
extension ResponseBody.AsyncIterator: Sendable {}

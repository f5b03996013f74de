internal import Bytes
internal import NetIO
internal import RealtimeAPI

/// The events of one connection, in order, each seen once.
///
/// Messages wait in a bounded mailbox and are decoded where they are read. When it is full the connection stops reading
/// its socket, so a slow reader slows the server down and nothing is dropped. The sequence ends with the connection;
/// unless that was closed as it should be, it throws how it ended. A reader whose task is cancelled ends the reading,
/// and not the connection.
public struct RealtimeEvents: AsyncSequence, Sendable {
    public typealias Element = ReceivedEvent
    public typealias Failure = RealtimeClientError

    /// What came, as it came.
    enum Message: Sendable {
        case text([UInt8])
        case binary([UInt8])
    }

    typealias Messages = Mailbox<Message, RealtimeClientError>

    let mailbox: Messages
    let session: SessionKind

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(mailbox: mailbox, session: session) }

    public struct AsyncIterator: AsyncIteratorProtocol {
        let mailbox: Messages
        let session: SessionKind

        public mutating func next() async throws(RealtimeClientError) -> ReceivedEvent? {
            switch try await mailbox.next() {
            case nil: nil
            case .text(let text): ReceivedEvent(text, in: session)
            case .binary(let bytes): .damaged(DamagedMessage(.binary, bytes))
            }
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(RealtimeClientError) -> ReceivedEvent? {
            try await next()
        }
    }
}

@available(*, unavailable)
extension RealtimeEvents.AsyncIterator: Sendable {}

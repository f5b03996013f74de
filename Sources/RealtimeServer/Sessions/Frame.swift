internal import RealtimeAPI

/// A client's message: its bytes as they came, and what they mean once somebody asks.
///
/// A relay never asks, so what it does not understand passes through untouched. Read once, it is not read again.
struct Frame: Sendable {
    typealias Content = Result<ClientFrame, RefusedEvent>

    let bytes: [UInt8]
    private var content: Content?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func read(in kind: SessionKind, _ transport: Transport, _ dialect: inout Dialect) -> Content {
        if let content { return content }
        let content = Result { () throws(RefusedEvent) in
            try ClientFrame.read(bytes, in: kind, transport, dialect: &dialect)
        }
        self.content = content
        return content
    }
}

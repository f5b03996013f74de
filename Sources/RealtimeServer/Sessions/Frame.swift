internal import RealtimeAPI

/// A client's message: its bytes as they came, and what they mean once somebody asks.
///
/// A relay never asks, so what it does not understand passes through untouched. Read once, it is not read again: a
/// dialect remembers what it has read.
struct Frame: Sendable {
    typealias Content = Result<ClientFrame, RefusedEvent>

    let bytes: [UInt8]
    /// Nil: nobody has asked yet.
    private(set) var content: Content?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// As its sender means it.
    mutating func read(by sender: any Attachment, in kind: SessionKind) -> Content {
        if let content { return content }
        let content = sender.read(bytes, in: kind)
        self.content = content
        return content
    }
}

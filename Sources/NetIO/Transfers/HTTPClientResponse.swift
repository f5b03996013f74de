public import HTTP

/// A response, whole.
public struct HTTPClientResponse: Sendable, Equatable {
    public var head: ResponseHead
    public var body: [UInt8]

    public init(head: ResponseHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }

    public var status: Int { head.status }
    public var headers: HeaderFields { head.headers }
    public var isSuccess: Bool { 200..<300 ~= head.status }
}

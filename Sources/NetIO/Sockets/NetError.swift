/// Why nothing can be listened on.
public enum NetError: Error, Sendable, Equatable {
    /// A name where an address in numbers is needed: which of a name's addresses is meant, nobody can know.
    case notNumeric(host: String)
    case cannotListen(SocketAddress, reason: String)
    /// A listener needs at least one loop.
    case noLoops
}

extension NetError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notNumeric(let host):
            "'\(host)' is no address to listen on: give it in numbers, such as 127.0.0.1 or [::]."
        case .cannotListen(let address, let reason): "Cannot listen on \(address): \(reason)."
        case .noLoops: "A server needs at least one event loop."
        }
    }
}

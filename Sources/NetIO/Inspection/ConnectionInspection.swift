/// How far a connection comes, and what is seen on the way: name, TCP, TLS. Nothing is sent over it.
public struct ConnectionInspection: Sendable, Equatable {
    public enum Step: Sendable, Equatable {
        case name, connection, handshake
    }

    public enum Failure: Error, Sendable, Equatable {
        case unresolved(String)
        case refused(String)
        case unreachable(String)
        case timedOut(Step, after: Duration)
        /// No TLS was agreed on. A certificate that is not trusted is no such failure: it is looked at.
        case tls(String)
        case lost(String)
    }

    public internal(set) var addresses: [SocketAddress] = []
    /// How long each step took.
    public internal(set) var resolvedAfter: Duration?
    public internal(set) var address: SocketAddress?
    public internal(set) var connectedAfter: Duration?
    public internal(set) var securedAfter: Duration?
    /// `TLSv1.3`
    public internal(set) var tlsVersion: String?
    public internal(set) var certificate: PeerCertificate?
    public internal(set) var failure: Failure?

    /// Connects to see whether it can be done; `limit` is for each step.
    ///
    /// With `tls` the handshake goes on whatever the certificate is: what there is against it stands in `certificate`.
    public static func of(
        _ address: SocketAddress,
        tls: TLSClient?,
        limit: Duration,
        on loop: EventLoop
    ) async -> ConnectionInspection {
        let inspector = ConnectionInspector(address, tls?.context, limit, on: loop)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in loop.post { inspector.start(waiter) } }
        } onCancel: {
            loop.post { inspector.cancel() }
        }
    }
}

extension ConnectionInspection.Failure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unresolved(let reason): "The name has no address: \(reason)."
        case .refused(let reason), .unreachable(let reason): "Cannot connect: \(reason)."
        case .timedOut(.name, let limit): "The name was not found within \(limit)."
        case .timedOut(.connection, let limit): "There was no connection within \(limit)."
        case .timedOut(.handshake, let limit): "TLS was not agreed on within \(limit)."
        case .tls(let reason): "No TLS: \(reason)."
        case .lost(let reason): "The connection ended within the handshake: \(reason)."
        }
    }
}

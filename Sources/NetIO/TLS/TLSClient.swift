/// Whom a client trusts: the system's authorities, and others if it is told so. Names are always verified.
public final class TLSClient: Sendable {
    let context: TLSContext

    /// Trusts the system's authorities.
    public init() throws(TLSError) { context = try .client(authorities: nil) }

    public init(authorityFile: String) throws(TLSError) {
        context = try .client(authorities: SmallFile.read(authorityFile))
    }

    public init(authorityPEM: String) throws(TLSError) {
        context = try .client(authorities: Array(authorityPEM.utf8))
    }
}

/// Whom a client trusts: the system's authorities, and others if it is told so. Names are always verified.
public final class TLSClient: Sendable {
    let context: TLSContext

    /// Reading the system's authorities takes milliseconds, so it is done once.
    static let system = Result<TLSClient, TLSError> { () throws(TLSError) in try TLSClient() }

    /// Trusts the system's authorities.
    public init() throws(TLSError) { context = try .client(authorities: nil) }

    public init(authorityFile: String) throws(TLSError) {
        context = try .client(authorities: SmallFile.read(authorityFile))
    }

    public init(authorityPEM: String) throws(TLSError) {
        context = try .client(authorities: Array(authorityPEM.utf8))
    }
}

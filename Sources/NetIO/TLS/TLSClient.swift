/// Whom a client trusts: the system's authorities, and others if it is told so. Names are verified, unless somebody
/// says by name that he trusts anybody.
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

    private init(_ context: TLSContext) { self.context = context }

    /// Verifies nothing: whoever sits between can read and change all. For a trial on one's own machine.
    public static func trustingAnybody() throws(TLSError) -> TLSClient { TLSClient(try .trustingAnybody()) }
}

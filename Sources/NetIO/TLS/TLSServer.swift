/// The certificate and key of a server. They can be replaced while it runs: later handshakes use the new ones, and the
/// connections that are there go on with theirs.
public final class TLSServer: Sendable {
    private let current: Lock<TLSContext>
    private let files: (certificate: String, key: String)?

    /// The certificate's file may hold the authorities in between, after the certificate itself.
    public init(certificateFile: String, keyFile: String) throws(TLSError) {
        files = (certificateFile, keyFile)
        current = Lock(try Self.context(certificateFile, keyFile))
    }

    public init(certificatePEM: String, keyPEM: String) throws(TLSError) {
        files = nil
        current = Lock(try .server(certificate: Array(certificatePEM.utf8), key: Array(keyPEM.utf8)))
    }

    /// Reads the files again. After an error everything stays as it was.
    public func reload() throws(TLSError) {
        guard let files else { throw .noFiles }
        let context = try Self.context(files.certificate, files.key)
        current.withLock { $0 = context }
    }

    /// After an error everything stays as it was.
    public func replace(certificatePEM: String, keyPEM: String) throws(TLSError) {
        let context = try TLSContext.server(certificate: Array(certificatePEM.utf8), key: Array(keyPEM.utf8))
        current.withLock { $0 = context }
    }

    var context: TLSContext { current.withLock { $0 } }

    private static func context(_ certificateFile: String, _ keyFile: String) throws(TLSError) -> TLSContext {
        try .server(certificate: SmallFile.read(certificateFile), key: SmallFile.read(keyFile))
    }
}

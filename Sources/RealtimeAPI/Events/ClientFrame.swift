import Bytes

/// A client's text message: audio, cut out of its bytes without a JSON value, or any other event.
public enum ClientFrame: Sendable {
    case append(AppendFrame)
    case event(Identified<ClientEvent>)

    /// The only door for what a client of ours sends. It answers every text with an event or with an error.
    public static func read(
        _ bytes: UnsafeRawBufferPointer,
        in session: SessionKind,
        _ transport: Transport,
        dialect: inout Dialect
    ) throws(RefusedEvent) -> ClientFrame {
        if let append = AppendFrame(scanning: bytes), append.type.belongs(to: session) { return .append(append) }
        let json: JSON
        do {
            json = try JSON(parsing: bytes, limits: JSONLimits())
        } catch {
            throw RefusedEvent(.invalidJSON(error))
        }
        return .event(try dialect.read(json, in: session, transport))
    }

    public static func read(
        _ bytes: [UInt8],
        in session: SessionKind,
        _ transport: Transport,
        dialect: inout Dialect
    ) throws(RefusedEvent) -> ClientFrame {
        // `withUnsafeBytes` would forget the type of what is thrown.
        let result: Result<ClientFrame, RefusedEvent> = bytes.withUnsafeBytes { buffer in
            do throws(RefusedEvent) {
                return .success(try read(buffer, in: session, transport, dialect: &dialect))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The same of a client that speaks GA.
    public static func read(
        _ bytes: [UInt8],
        in session: SessionKind,
        _ transport: Transport
    ) throws(RefusedEvent) -> ClientFrame {
        var dialect = Dialect.ga
        return try read(bytes, in: session, transport, dialect: &dialect)
    }
}

extension AppendFrame.EventType {
    fileprivate func belongs(to kind: SessionKind) -> Bool {
        (self == .sessionInputAudioBufferAppend) == (kind == .translation)
    }
}

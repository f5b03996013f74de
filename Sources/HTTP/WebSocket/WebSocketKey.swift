import Bytes

/// The key of a handshake and the answer that proves that the server speaks WebSocket (RFC 6455 §1.3). Neither is a
/// secret.
enum WebSocketKey {
    static let version = "13"
    private static let suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    static func answer(to key: String) -> String { Base64.encode(SHA1.digest(of: Array((key + suffix).utf8))) }

    /// Whether a key stands for sixteen bytes (RFC 6455 §4.1).
    static func isValid(_ key: String) -> Bool {
        guard key.utf8.count == 24 else { return false }
        do throws(Base64Error) {
            return try Base64.decode(key).count == 16
        } catch { return false }
    }
}

internal import NetIO

/// Makes keys and secrets: a prefix that says what it is, and 256 random bits in letters and digits, which pass
/// everywhere a key has to go: headers, queries, and the tokens of WebSocket's sub-protocols.
public enum SecretText {
    public static let keyPrefix = "sk-antiphon-"
    public static let secretPrefix = "ek_"
    /// 62 to the 43rd is more than two to the 256th.
    static let digits = 43

    public static func key() -> Private<String> { Private(keyPrefix + random(digits)) }
    public static func secret() -> Private<String> { Private(secretPrefix + random(digits)) }
    /// Names a secret in lists and logs, and opens nothing.
    static func secretID() -> String { "sec_" + random(16) }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// Characters that nobody can guess.
    static func random(_ count: Int) -> String {
        var source = SecureRandom()
        let digits = (0..<count).map { _ in alphabet[Int.random(in: alphabet.indices, using: &source)] }
        return String(decoding: digits, as: UTF8.self)
    }
}

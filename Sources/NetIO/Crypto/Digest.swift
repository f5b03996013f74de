internal import COpenSSL

/// Fingerprints of bytes, and their comparison.
public enum Digest {
    /// 32 bytes (FIPS 180-4).
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_LENGTH)) { buffer, filled in
            SHA256(bytes, bytes.count, buffer.baseAddress)
            filled = Int(SHA256_DIGEST_LENGTH)
        }
    }

    /// Whether they are equal, in a time that does not tell how far. Their lengths are no secret.
    public static func areEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        first.count == second.count && CRYPTO_memcmp(first, second, first.count) == 0
    }
}

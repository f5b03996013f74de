internal import COpenSSL

/// Numbers that nobody can foresee.
public enum Randomness {
    public static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: max(count, 0)) { buffer, filled in
            fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<max(count, 0)]))
            filled = max(count, 0)
        }
    }

    /// A process that cannot draw a secret must not go on as if it had.
    static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let base = buffer.baseAddress, !buffer.isEmpty else { return }
        let isFilled = RAND_bytes(base.assumingMemoryBound(to: UInt8.self), Int32(buffer.count)) == 1
        precondition(isFilled, "the system gives no random numbers")
    }
}

/// A generator whose numbers nobody can foresee: for identifiers, keys and tokens.
public struct SecureRandom: RandomNumberGenerator, Sendable {
    public init() {}

    public mutating func next() -> UInt64 {
        var number: UInt64 = 0
        withUnsafeMutableBytes(of: &number) { Randomness.fill($0) }
        return number
    }
}

/// The same in bulk, for the masks of a client's frames: they are drawn one a frame. Confined to one WebSocket.
final class MaskSource: @unchecked Sendable {
    private var numbers = [UInt64](repeating: 0, count: 32)
    private var used = 32

    func next() -> UInt64 {
        if used == numbers.count {
            numbers.withUnsafeMutableBytes { Randomness.fill($0) }
            used = 0
        }
        used += 1
        return numbers[used - 1]
    }
}

/// `MaskSource` as a value, which may be copied and still gives no number twice.
struct Masks: RandomNumberGenerator, Sendable {
    private let source = MaskSource()

    mutating func next() -> UInt64 { source.next() }
}

/// Judges how likely each 32 ms of a stream at 24 kHz are speech. A value: whoever copies it can go back to it.
public protocol VoiceActivityDetector: Sendable {
    init()

    /// Takes samples, and reports of each frame that they complete how likely it is speech, and how many samples come
    /// after it.
    mutating func judge(_ samples: UnsafeBufferPointer<Int16>, each report: (Float, _ left: Int) -> Void)
}

/// Samples on their way to a stretch of 768.
struct PendingStretch: Sendable {
    private(set) var samples = Decimator.Input(repeating: 0)
    private var count = 0

    /// Takes what is missing. True: the stretch is whole, and the next begins.
    mutating func fill(from rest: inout Slice<UnsafeBufferPointer<Int16>>) -> Bool {
        let taken = min(768 - count, rest.count)
        let start = rest.startIndex
        withUnsafeMutablePointer(to: &samples) { samples in
            let places = UnsafeMutableRawPointer(samples).assumingMemoryBound(to: Int16.self) + count
            for index in 0..<taken { places[index] = rest.base[start &+ index] }
        }
        rest = rest.dropFirst(taken)
        count += taken
        guard count == 768 else { return false }
        count = 0
        return true
    }
}

import Bytes
import Foundation

/// Audio in which somebody seems to speak.
enum SomeSpeech {
    /// PCM16 at 24 kHz, in base64.
    static func base64(milliseconds: Int) -> String {
        let samples = (0..<24 * milliseconds).map { index -> Int16 in
            let loudness: Double = index / 1_200 % 2 == 0 ? 12_000 : 7_000
            return Int16(loudness * sin(Double(index) * 2 * .pi * 220 / 24_000))
        }
        return Base64.encode(samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
    }
}

/// One of the API's voices: a voice of flite's, higher or lower, slower or faster.
package struct FliteVoice: Sendable, Equatable {
    /// The voices that come with flite.
    package enum Base: String, Sendable, CaseIterable {
        /// Statistical voices, 16 kHz: an American woman, an American man, a Scottish man.
        case slt, rms, awb
        /// Recorded diphones, 8 kHz: a man on the telephone.
        case kal
    }

    package let name: String
    package let base: Base
    /// Its pitch, as a share of the base's; flite cannot change that of rms.
    package let pitch: Double
    /// How long its sounds are, as a share of the base's.
    package let stretch: Double

    /// Every voice of the API, in its order.
    package static let all: [FliteVoice] = [
        FliteVoice(name: "alloy", base: .slt, pitch: 1, stretch: 1),
        FliteVoice(name: "ash", base: .rms, pitch: 1, stretch: 1),
        FliteVoice(name: "ballad", base: .awb, pitch: 1, stretch: 1.05),
        FliteVoice(name: "coral", base: .slt, pitch: 1.14, stretch: 0.95),
        FliteVoice(name: "echo", base: .kal, pitch: 1, stretch: 1),
        FliteVoice(name: "sage", base: .slt, pitch: 0.86, stretch: 1.06),
        FliteVoice(name: "shimmer", base: .slt, pitch: 1.28, stretch: 1),
        FliteVoice(name: "verse", base: .awb, pitch: 1.2, stretch: 0.94),
        FliteVoice(name: "marin", base: .slt, pitch: 1.07, stretch: 1.05),
        FliteVoice(name: "cedar", base: .awb, pitch: 0.84, stretch: 1.02),
    ]

    package static func named(_ name: String) -> FliteVoice? { all.first { $0.name == name } }
}

/// Samples a second, of those that telephones, recognisers, voices and the protocol use.
public enum SampleRate: Int, Sendable, Hashable, CaseIterable {
    case hertz8000 = 8_000
    case hertz16000 = 16_000
    case hertz22050 = 22_050
    case hertz24000 = 24_000
    case hertz48000 = 48_000
}

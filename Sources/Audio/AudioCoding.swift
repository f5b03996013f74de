/// How samples are written as bytes, in either direction.
public enum AudioCoding: Sendable, Hashable, CaseIterable {
    /// 16 bits, signed, the low byte first, 24,000 a second.
    case pcm16
    /// G.711 µ-law, 8,000 a second.
    case pcmu
    /// G.711 A-law, 8,000 a second.
    case pcma

    /// The law by which it makes 8 bits of 16, if it does.
    var law: G711? {
        switch self {
        case .pcm16: nil
        case .pcmu: .muLaw
        case .pcma: .aLaw
        }
    }
}

internal import CFlite

/// flite, set up once for the process. Its voices are never changed, so any thread may speak with them.
final class FliteLibrary: Sendable {
    /// A voice lives as long as the process.
    struct Voice: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<cst_voice>
    }

    static let shared = FliteLibrary()

    /// It is only read, as the voices read it.
    private struct Lexicon: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<cst_lexicon>?
    }

    let voices: [FliteVoice.Base: Voice]
    private let lexicon: Lexicon

    private init() {
        flite_init()
        let makers: [FliteVoice.Base: (UnsafePointer<CChar>?) -> UnsafeMutablePointer<cst_voice>?] = [
            .slt: register_cmu_us_slt, .rms: register_cmu_us_rms, .awb: register_cmu_us_awb, .kal: register_cmu_us_kal,
        ]
        lexicon = Lexicon(pointer: cmu_lex_init())
        voices = makers.compactMapValues { make in make(nil).map(Voice.init) }
    }

    /// How an English word of lower-case letters is spoken, by the lexicon or by the rules for what is not in it; in
    /// the sounds of the CMU dictionary, `AA` to `ZH`. Nothing: it is not spoken.
    func sounds(of word: String) -> [String] {
        guard let first = lex_lookup(lexicon.pointer, word, nil, nil) else { return [] }
        defer { delete_val(first) }
        var sounds: [String] = []
        var next: UnsafePointer<cst_val>? = UnsafePointer(first)
        while let current = next {
            // `ae1`: with the stress, which the dictionary of the decoder has not.
            if let sound = val_car(current).flatMap({ val_string($0) }) {
                let name = String(cString: sound).filter(\.isLetter).uppercased()
                sounds.append(name == "AX" ? "AH" : name)
            }
            next = val_cdr(current)
        }
        return sounds
    }
}

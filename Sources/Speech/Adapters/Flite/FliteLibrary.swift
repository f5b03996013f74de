internal import CFlite

/// flite, set up once for the process. Its voices are never changed, so any thread may speak with them.
final class FliteLibrary: Sendable {
    /// A voice lives as long as the process.
    struct Voice: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<cst_voice>
    }

    static let shared = FliteLibrary()

    let voices: [FliteVoice.Base: Voice]

    private init() {
        flite_init()
        let makers: [FliteVoice.Base: (UnsafePointer<CChar>?) -> UnsafeMutablePointer<cst_voice>?] = [
            .slt: register_cmu_us_slt, .rms: register_cmu_us_rms, .awb: register_cmu_us_awb, .kal: register_cmu_us_kal,
        ]
        voices = makers.compactMapValues { make in make(nil).map(Voice.init) }
    }
}

public import Bytes

/// How audio is written on the wire: PCM16 at 24 kHz, or G.711.
public struct AudioFormat: WireObject {
    public struct Encoding: OpenEnum {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let pcm: Self = "audio/pcm"
        public static let pcmu: Self = "audio/pcmu"
        public static let pcma: Self = "audio/pcma"
        public static var known: [Self] { [.pcm, .pcmu, .pcma] }
    }

    public var type = Encoding.pcm
    public var rate = Nullable<Int>.absent
    public var unknown: [JSONObject.Member] = []

    public init() {}

    public static let pcm = Self {
        $0.rate = .value(24_000)
    }
    public static let pcmu = Self { $0.type = .pcmu }
    public static let pcma = Self { $0.type = .pcma }

    public static let fields: [WireField<Self>] = [
        .required("type", \.type),
        .nullable("rate", \.rate),
    ]

    /// PCM must say its rate. G.711 has but one, and clients that say it all the same are let be.
    public func check() throws(WireFault) {
        guard type == .pcm else {
            guard let rate = rate.value, rate != 8_000 else { return }
            throw WireFault(.breaksRule(expected: "no rate, or 8000, for \(type)", found: "\(rate)")).under("rate")
        }
        guard !rate.isAbsent else { throw WireFault(.missing).under("rate") }
        guard rate.value == 24_000 else {
            throw WireFault(.breaksRule(expected: "24000", found: rate.value.map { "\($0)" } ?? "null")).under("rate")
        }
    }

    /// The form in which we say it ourselves.
    public var canonical: AudioFormat {
        switch type {
        case .pcmu: .pcmu
        case .pcma: .pcma
        default: .pcm
        }
    }

    /// Bytes for one sample of this format.
    public var bytesPerSample: Int { type == .pcm ? 2 : 1 }

    /// How many ticks of 1/24,000 s one sample lasts.
    public var ticksPerSample: Int { type == .pcm ? 1 : 3 }
}

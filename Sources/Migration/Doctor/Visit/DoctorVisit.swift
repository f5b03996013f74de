public import Bytes

/// What a doctor is asked to look at, with what, and for how long.
public struct DoctorVisit: Sendable {
    public struct Limits: Sendable {
        /// One step: a name, a connection, an answer over HTTP, an event that answers another.
        public var step = Duration.seconds(10)
        /// How long a response may be silent.
        public var response = Duration.seconds(30)
        /// The whole visit.
        public var total = Duration.seconds(180)

        public init() {}
    }

    public var target: DoctorTarget
    public var credential: DoctorCredential
    public var limits = Limits()
    /// Seconds since 1970 when the visit begins, by our clock.
    public var startedAt: Double
    /// Whether it may spend tokens.
    public var takesTurns = false
    /// Whether a chunk is tried that is too long, which is 20 MiB on the wire.
    public var triesOversized = false
    /// Whether it connects as a client of the Preview dialect does.
    public var sendsBeta = false
    /// What a client says in its `session.update`, to be tried as it is.
    public var session: JSON?
    /// What is said in the audio turn: samples at 24 kHz.
    public var sound = DoctorVisit.madeUpSound
    /// How support finds our requests in its logs.
    public var requestID: String
    /// The variable that names a proxy for this address, if one does.
    public var proxyVariable: String?
    /// The program's version, for the bundle.
    public var version = ""

    public init(_ target: DoctorTarget, _ credential: DoctorCredential, startedAt: Double, requestID: String) {
        self.target = target
        self.credential = credential
        self.startedAt = startedAt
        self.requestID = requestID
    }

    static let textTokensMax = 64
    static let audioTokensMax = 256

    /// What the two turns spend, before they do.
    public static let cost = """
        One text turn and one audio turn, at most \(textTokensMax) and \(audioTokensMax) output tokens and some 200 \
        input tokens: about two US cents at OpenAI's prices for gpt-realtime.
        """

    /// A second of something like a sung vowel: pulses 150 times a second, that swell and fade.
    public static let madeUpSound: [Int16] = (0..<24_000).map { place in
        let swell = min(place, 24_000 - place, 6_000)
        let phase = place % 160
        return Int16((phase < 80 ? phase - 40 : 120 - phase) * swell / 30)
    }

    /// The 100 ms pieces that guides ask for, PCM16.
    var chunks: [[UInt8]] {
        stride(from: 0, to: sound.count, by: 2_400).map { start in
            var bytes: [UInt8] = []
            PCM16.bytes(from: Array(sound[start..<min(start + 2_400, sound.count)]), appendingTo: &bytes)
            return bytes
        }
    }
}

package import RealtimeAPI

/// How turns are found, with every default filled in.
package struct TurnRules: Sendable, Equatable {
    package enum End: Sendable, Equatable {
        case silence(Ticks)
        case semantic(SemanticVAD.Eagerness)
    }

    package var threshold: Double
    package var prefixPadding: Ticks
    package var end: End
    package var createsResponse: Bool
    package var interruptsResponse: Bool
    package var idleTimeout: Duration?

    package static let thresholdDefault = 0.5
    package static let prefixPaddingDefault = 300
    package static let silenceDefault = 500
    package static let hysteresisMax = 0.15

    package init(_ settings: TurnDetection) {
        switch settings {
        case .server(let vad): self.init(server: vad)
        case .semantic(let vad): self.init(semantic: vad)
        // Strict reading lets none through; a kind that is not ours is heard as the default.
        case .unknown: self.init(server: ServerVAD())
        }
    }

    private init(server vad: ServerVAD) {
        threshold = vad.threshold ?? Self.thresholdDefault
        prefixPadding = .milliseconds(vad.prefixPaddingMilliseconds ?? Self.prefixPaddingDefault)
        end = .silence(.milliseconds(vad.silenceDurationMilliseconds ?? Self.silenceDefault))
        createsResponse = vad.createResponse ?? true
        interruptsResponse = vad.interruptResponse ?? true
        idleTimeout = vad.idleTimeoutMilliseconds.value.map { .milliseconds($0) }
    }

    private init(semantic vad: SemanticVAD) {
        threshold = Self.thresholdDefault
        prefixPadding = .milliseconds(Self.prefixPaddingDefault)
        end = .semantic(vad.eagerness ?? .auto)
        createsResponse = vad.createResponse ?? true
        interruptsResponse = vad.interruptResponse ?? true
        idleTimeout = nil
    }

    /// What a frame must reach to be speech. Speech that has begun goes on a little below the threshold, so that a
    /// soft syllable is no pause: 0.15 below, and of a low threshold three tenths, as none may be so low that noise
    /// reaches it.
    package func threshold(whileSpeaking isSpeaking: Bool) -> Double {
        isSpeaking ? threshold - min(Self.hysteresisMax, threshold * 0.3) : threshold
    }

    /// How long a pause ends the turn, given how finished what was said sounds (0…1; nil: nobody could tell).
    ///
    /// `semantic_vad` waits between a shortest and a longest pause (CONTRACT 7.4: 8, 4 or 2 s), the sooner the more
    /// finished it sounds. Without a score it waits a quarter of the longest.
    package func patience(score: Double?) -> Ticks {
        switch end {
        case .silence(let silence): return silence
        case .semantic(let eagerness):
            let longest = Self.longestWait(eagerness)
            let shortest = Ticks(longest.count / 10)
            guard let score, score.isFinite else { return Ticks(longest.count / 4) }
            let open = 1 - min(max(score, 0), 1)
            return shortest + Ticks(Int(Double((longest - shortest).count) * open))
        }
    }

    private static func longestWait(_ eagerness: SemanticVAD.Eagerness) -> Ticks {
        switch eagerness {
        case .low: .milliseconds(8_000)
        case .high: .milliseconds(2_000)
        default: .milliseconds(4_000)
        }
    }
}

package import RealtimeAPI

extension HearingSettings {
    /// Changes what an update names, and nothing else.
    package mutating func apply(_ update: AudioInput, _ offer: Offer) throws(APIError) {
        let at = "session.audio.input"
        if let given = update.format { format = given.canonical }
        switch update.transcription {
        case .absent: break
        case .null: transcription = nil
        case .value(let given): transcription = try Self.merged(transcription, given, offer, "\(at).transcription")
        }
        switch update.noiseReduction {
        case .absent: break
        case .null: noiseReduction = nil
        case .value(let given): noiseReduction = try Self.merged(noiseReduction, given, offer, "\(at).noise_reduction")
        }
        switch update.turnDetection {
        case .absent: break
        case .null: turnDetection = nil
        case .value(let given): turnDetection = Self.merged(turnDetection, given)
        }
    }

    private static func merged(
        _ current: TranscriptionSettings?,
        _ given: TranscriptionSettings,
        _ offer: Offer,
        _ place: String
    ) throws(APIError) -> TranscriptionSettings {
        var merged = current ?? TranscriptionSettings()
        if let model = given.model { merged.turn(to: model) }
        if !given.language.isAbsent { merged.language = given.language }
        if !given.prompt.isAbsent { merged.prompt = given.prompt }
        if let languages = given.languages { merged.languages = languages }
        if let keywords = given.keywords { merged.keywords = keywords }
        if let delay = given.delay { merged.delay = delay }
        guard let model = merged.model else { throw APIError(WireFault(.missing).under("model").under(place)) }
        guard offer.transcriptionModels.has(model) else {
            throw .unsupported("\(place).model", "There is no transcription model '\(model)' here.")
        }
        let able = offer.transcribing(by: model)
        try checkLanguages(merged, able, place)
        try TranscriptionFamily(model).check(merged, place)
        try checkHints(merged, able, place)
        return merged
    }

    private static func checkHints(
        _ settings: TranscriptionSettings,
        _ offer: Offer,
        _ place: String
    ) throws(APIError) {
        guard offer.hints == .refused else { return }
        // An empty one asks for nothing.
        let prompt = settings.prompt.value.map { [$0] } ?? []
        for (name, hints) in [("prompt", prompt), ("keywords", settings.keywords ?? [])] {
            guard hints.allSatisfy(\.isEmpty) else {
                throw .unsupported("\(place).\(name)", "The recogniser cannot be told what to expect.")
            }
        }
    }

    private static func checkLanguages(
        _ settings: TranscriptionSettings,
        _ offer: Offer,
        _ place: String
    ) throws(APIError) {
        func check(_ languages: [String], _ field: String) throws(APIError) {
            guard let other = languages.first(where: { !$0.isEmpty && !offer.languages.has($0) }) else { return }
            throw .unsupported("\(place).\(field)", "The recogniser does not know the language '\(other)'.")
        }
        try check(settings.language.value.map { [$0] } ?? [], "language")
        try check(settings.languages ?? [], "languages")
    }

    private static func merged(
        _ current: NoiseReduction?,
        _ given: NoiseReduction,
        _ offer: Offer,
        _ place: String
    ) throws(APIError) -> NoiseReduction {
        guard offer.hasNoiseReduction else { throw .unsupported(place, "There is no noise reduction here.") }
        var merged = current ?? NoiseReduction { $0.strength = 1 }
        if let type = given.type { merged.type = type }
        if let strength = given.strength { merged.strength = strength }
        guard merged.type != nil else { throw APIError(WireFault(.missing).under("type").under(place)) }
        return merged
    }

    /// The same kind keeps what is not named; another kind starts from its defaults.
    private static func merged(_ current: TurnDetection?, _ given: TurnDetection) -> TurnDetection {
        switch (current, given) {
        case (.server(let old), .server(let new)): .server(.complete(new.over(old)))
        case (_, .server(let new)): .server(.complete(new))
        case (.semantic(let old), .semantic(let new)): .semantic(.complete(new.over(old)))
        case (_, .semantic(let new)): .semantic(.complete(new))
        case (_, .unknown): given
        }
    }
}

/// CONTRACT 7.3: some fields belong to some models.
private struct TranscriptionFamily {
    let isWhisper: Bool
    let takesHints: Bool

    init(_ model: String) {
        isWhisper = model == "gpt-realtime-whisper"
        takesHints = model == "gpt-transcribe" || model == "gpt-live-transcribe"
    }

    func check(_ settings: TranscriptionSettings, _ place: String) throws(APIError) {
        if settings.delay != nil, !isWhisper {
            throw .invalidValue("\(place).delay", "'delay' can only be used with 'gpt-realtime-whisper'.")
        }
        if settings.prompt.value != nil, isWhisper {
            throw .invalidValue("\(place).prompt", "'prompt' cannot be used with 'gpt-realtime-whisper'.")
        }
        for (name, list) in [("languages", settings.languages), ("keywords", settings.keywords)] {
            guard list == nil || takesHints else {
                throw .invalidValue(
                    "\(place).\(name)",
                    "'\(name)' can only be used with 'gpt-transcribe' and 'gpt-live-transcribe'."
                )
            }
        }
    }
}

extension TranscriptionSettings {
    /// What the new model cannot have goes with the old one: some of it cannot be cleared by name.
    fileprivate mutating func turn(to model: String) {
        let family = TranscriptionFamily(model)
        self.model = model
        if !family.isWhisper { delay = nil }
        if family.isWhisper { prompt = .absent }
        guard !family.takesHints else { return }
        languages = nil
        keywords = nil
    }
}

extension ServerVAD {
    fileprivate func over(_ old: ServerVAD) -> ServerVAD {
        var merged = old
        merged.threshold = threshold ?? old.threshold
        merged.prefixPaddingMilliseconds = prefixPaddingMilliseconds ?? old.prefixPaddingMilliseconds
        merged.silenceDurationMilliseconds = silenceDurationMilliseconds ?? old.silenceDurationMilliseconds
        merged.createResponse = createResponse ?? old.createResponse
        merged.interruptResponse = interruptResponse ?? old.interruptResponse
        if !idleTimeoutMilliseconds.isAbsent { merged.idleTimeoutMilliseconds = idleTimeoutMilliseconds }
        return merged
    }
}

extension SemanticVAD {
    fileprivate func over(_ old: SemanticVAD) -> SemanticVAD {
        var merged = old
        merged.eagerness = eagerness ?? old.eagerness
        merged.createResponse = createResponse ?? old.createResponse
        merged.interruptResponse = interruptResponse ?? old.interruptResponse
        return merged
    }
}

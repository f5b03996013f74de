import Bytes
package import RealtimeAPI

/// What an update meets in the session beside the settings.
package struct UpdateCircumstances {
    package var limits: EngineLimits
    package var offer: Offer
    package var hasAssistantAudio: Bool
    package var isAnswering: Bool
    /// MCP servers that were listed under these labels can be named without their address.
    package var knownServers: Set<String>
    package var serverAddresses: [String: String]

    package init(
        limits: EngineLimits,
        offer: Offer,
        hasAssistantAudio: Bool,
        isAnswering: Bool,
        knownServers: Set<String>,
        serverAddresses: [String: String] = [:]
    ) {
        self.limits = limits
        self.offer = offer
        self.hasAssistantAudio = hasAssistantAudio
        self.isAnswering = isAnswering
        self.knownServers = knownServers
        self.serverAddresses = serverAddresses
    }
}

extension SessionSettings {
    /// The settings after an update, or the reason why nothing of it is applied.
    package func updated(
        by update: RealtimeSession,
        _ circumstances: UpdateCircumstances
    ) throws(APIError) -> SessionSettings {
        let offer = circumstances.offer
        var new = self
        try new.setModel(update.model, offer)
        if let modalities = update.outputModalities { new.modality = modalities.first ?? modality }
        new.instructions = update.instructions ?? instructions
        new.tools = update.tools ?? tools
        new.toolChoice = update.toolChoice ?? toolChoice
        new.parallelToolCalls = update.parallelToolCalls ?? parallelToolCalls
        new.reasoning = update.reasoning?.effort == nil ? reasoning : update.reasoning
        new.maxOutputTokens = update.maxOutputTokens ?? maxOutputTokens
        new.truncation = update.truncation ?? truncation
        try new.setTracing(update.tracing)
        try new.setPrompt(update, offer)
        switch update.include {
        case .absent: break
        case .null: new.include = nil
        case .value(let given): new.include = given
        }
        if let input = update.audio?.input { try new.hearing.apply(input, offer) }
        try new.setOutput(update.audio?.output, circumstances)
        try new.check(ToolRules(circumstances, at: "session"), offer, at: "session")
        return new
    }

    private mutating func setModel(_ given: String?, _ offer: Offer) throws(APIError) {
        guard let given, given != model, !offer.acceptsAnyModelName else { return }
        throw .invalidValue("session.model", "The model of a session cannot be changed; it is '\(model)'.")
    }

    private mutating func setTracing(_ given: Nullable<Tracing>) throws(APIError) {
        switch given {
        case .absent: return
        case .null where tracing == nil: return
        case .value(let tracing) where self.tracing == nil || self.tracing == tracing: self.tracing = tracing
        case .null, .value:
            throw .invalidValue("session.tracing", "Tracing cannot be changed once it is set.")
        }
    }

    private mutating func setPrompt(_ update: RealtimeSession, _ offer: Offer) throws(APIError) {
        switch update.prompt {
        case .absent: break
        case .null: prompt = nil
        case .value(let reference):
            let text = try offer.instructions(of: reference, at: "session.prompt")
            prompt = reference
            // What the session says itself wins over what is stored.
            if update.instructions == nil { instructions = text }
        }
    }

    private mutating func setOutput(_ given: AudioOutput?, _ circumstances: UpdateCircumstances) throws(APIError) {
        guard let given else { return }
        let at = "session.audio.output"
        if let format = given.format { outputFormat = format.canonical }
        if let voice = given.voice, voice != self.voice {
            guard !circumstances.hasAssistantAudio else { throw .voiceFixed }
            try circumstances.offer.check(voice, at: "\(at).voice")
            self.voice = voice
        }
        if let speed = given.speed, speed != self.speed {
            guard !circumstances.isAnswering else {
                throw .invalidValue("\(at).speed", "The speed can only be changed between turns.")
            }
            self.speed = speed
        }
    }

    func check(_ rules: ToolRules, _ offer: Offer, at place: String) throws(APIError) {
        if reasoning?.effort != nil, !offer.hasReasoning {
            throw .unsupported("\(place).reasoning", "The model of this session does not reason.")
        }
        if include?.contains(.transcriptionLogprobs) == true,
            !offer.transcribing(by: hearing.transcription?.model).hasLogprobs
        {
            throw .unsupported("\(place).include", "The recogniser of this session gives no log probabilities.")
        }
        try rules.check(tools)
        try rules.check(toolChoice, among: tools)
        let tokens = TokenEstimate.text(instructions) + tools.reduce(0) { $0 + TokenEstimate.text($1.json.text) }
        guard tokens <= rules.limits.instructionTokensMax else {
            throw .invalidValue(
                "\(place).instructions",
                "Instructions and tools are about \(tokens) tokens long; they may have "
                    + "\(rules.limits.instructionTokensMax)."
            )
        }
    }
}

extension Offer {
    func check(_ voice: Voice, at place: String) throws(APIError) {
        switch voice {
        case .named(let name):
            guard voices.has(name) else { throw .unsupported(place, "There is no voice '\(name)' here.") }
        case .custom:
            guard customVoices else { throw .unsupported(place, "There are no custom voices here.") }
        }
    }

    /// The stored prompt's text with the variables put in.
    func instructions(of reference: PromptReference, at place: String) throws(APIError) -> String {
        guard let prompt = prompts[reference.id] else {
            throw .invalidValue("\(place).id", "There is no stored prompt '\(reference.id)' here.")
        }
        if let version = reference.version.value, version != prompt.version {
            throw .invalidValue("\(place).version", "The stored prompt '\(reference.id)' has no version '\(version)'.")
        }
        var values: [String: String] = [:]
        for variable in reference.variables.value?.members ?? [] {
            guard let value = variable.value.string ?? variable.value["text"]?.string else {
                throw .unsupported("\(place).variables.\(variable.name)", "Only text can stand for a variable here.")
            }
            values[variable.name] = value
        }
        return prompt.text(with: values)
    }
}

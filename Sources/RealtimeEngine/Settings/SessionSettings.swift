package import RealtimeAPI

/// Everything that is in force in a conversation session, with every default filled in.
package struct SessionSettings: Sendable, Equatable {
    package var model: String
    package var modality = Modality.audio
    package var instructions = Self.instructionsDefault
    package var tools: [Tool] = []
    package var toolChoice = ToolChoice.auto
    package var parallelToolCalls = true
    package var reasoning: Reasoning?
    package var maxOutputTokens = OutputTokenLimit.unlimited
    package var tracing: Tracing?
    package var truncation = Truncation.auto
    package var prompt: PromptReference?
    package var include: [Inclusion]?
    package var hearing = HearingSettings()
    package var outputFormat = AudioFormat.pcm
    package var voice = Offer.usualVoice(of: .any)
    package var speed = 1.0

    package static let instructionsDefault = """
        You are a helpful, friendly assistant in a spoken conversation. Answer briefly and clearly, in the language \
        of the user.
        """

    package init(model: String) { self.model = model }

    /// The functions among the tools.
    package var functions: [FunctionTool] {
        tools.compactMap { if case .function(let tool) = $0 { tool } else { nil } }
    }

    package var mcpTools: [MCPTool] {
        tools.compactMap { if case .mcp(let tool) = $0 { tool } else { nil } }
    }

    func expectedWords(_ offer: Offer) -> ExpectedWords? { hearing.expectedWords(functions, offer) }

    /// The full session, as `session.created` and `session.updated` tell it.
    package func wire(_ configuration: SessionConfiguration) -> RealtimeSession {
        RealtimeSession {
            $0.object = "realtime.session"
            $0.id = configuration.id
            $0.model = model
            $0.outputModalities = [modality]
            $0.instructions = instructions
            $0.tools = tools.map(\.withoutSecrets)
            $0.toolChoice = toolChoice
            $0.parallelToolCalls = parallelToolCalls
            $0.reasoning = reasoning
            $0.maxOutputTokens = maxOutputTokens
            $0.tracing = Nullable(tracing)
            $0.truncation = truncation
            $0.prompt = Nullable(prompt)
            $0.expiresAt = configuration.expiresAt
            $0.audio = SessionAudio {
                $0.input = hearing.wire
                $0.output = AudioOutput {
                    $0.format = outputFormat
                    $0.voice = voice
                    $0.speed = speed
                }
            }
            $0.include = Nullable(include)
        }
    }
}

/// How the user is heard: what conversation and transcription sessions have in common.
package struct HearingSettings: Sendable, Equatable {
    package var format = AudioFormat.pcm
    package var transcription: TranscriptionSettings?
    package var noiseReduction: NoiseReduction?
    package var turnDetection: TurnDetection? = .server(ServerVAD.complete(ServerVAD()))

    package init() {}

    package var rules: TurnRules? { turnDetection.map { TurnRules($0) } }

    package var conditioning: Conditioning {
        Conditioning(format: format, noiseReduction: noiseReduction, detectsSpeech: turnDetection != nil)
    }

    package var wire: AudioInput {
        AudioInput {
            $0.format = format
            $0.transcription = Nullable(transcription?.told)
            $0.noiseReduction = Nullable(noiseReduction)
            $0.turnDetection = Nullable(turnDetection)
        }
    }
}

extension TranscriptionSettings {
    /// As a session tells it: the service takes `keywords` and `delay` and does not say them back.
    fileprivate var told: TranscriptionSettings {
        var told = self
        told.keywords = nil
        told.delay = nil
        return told
    }
}

extension Tool {
    var withoutSecrets: Tool {
        if case .mcp(let tool) = self { .mcp(tool.withoutSecrets) } else { self }
    }
}

extension ServerVAD {
    /// With every default filled in, as it is told.
    static func complete(_ given: ServerVAD) -> ServerVAD {
        var vad = given
        vad.threshold = given.threshold ?? TurnRules.thresholdDefault
        vad.prefixPaddingMilliseconds = given.prefixPaddingMilliseconds ?? TurnRules.prefixPaddingDefault
        vad.silenceDurationMilliseconds = given.silenceDurationMilliseconds ?? TurnRules.silenceDefault
        vad.createResponse = given.createResponse ?? true
        vad.interruptResponse = given.interruptResponse ?? true
        if given.idleTimeoutMilliseconds.isAbsent { vad.idleTimeoutMilliseconds = .null }
        return vad
    }
}

extension SemanticVAD {
    static func complete(_ given: SemanticVAD) -> SemanticVAD {
        var vad = given
        vad.eagerness = given.eagerness ?? .auto
        vad.createResponse = given.createResponse ?? true
        vad.interruptResponse = given.interruptResponse ?? true
        return vad
    }
}

import RealtimeAPI

/// Everything that is in force in a conversation session, with every default filled in.
struct SessionSettings: Sendable, Equatable {
    var model: String
    var modality = Modality.audio
    var instructions = Self.instructionsDefault
    var tools: [Tool] = []
    var toolChoice = ToolChoice.auto
    var parallelToolCalls = true
    var reasoning: Reasoning?
    var maxOutputTokens = OutputTokenLimit.unlimited
    var tracing: Tracing?
    var truncation = Truncation.auto
    var prompt: PromptReference?
    var include: [Inclusion]?
    var hearing = HearingSettings()
    var outputFormat = AudioFormat.pcm
    var voice = Voice.named("alloy")
    var speed = 1.0

    static let instructionsDefault = """
        You are a helpful, friendly assistant in a spoken conversation. Answer briefly and clearly, in the language \
        of the user.
        """

    /// The functions among the tools.
    var functions: [FunctionTool] {
        tools.compactMap { if case .function(let tool) = $0 { tool } else { nil } }
    }

    var mcpTools: [MCPTool] {
        tools.compactMap { if case .mcp(let tool) = $0 { tool } else { nil } }
    }

    /// The full session, as `session.created` and `session.updated` tell it.
    func wire(_ configuration: SessionConfiguration) -> RealtimeSession {
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
struct HearingSettings: Sendable, Equatable {
    var format = AudioFormat.pcm
    var transcription: TranscriptionSettings?
    var noiseReduction: NoiseReduction?
    var turnDetection: TurnDetection? = .server(ServerVAD.complete(ServerVAD()))

    var rules: TurnRules? { turnDetection.map { TurnRules($0) } }

    var conditioning: Conditioning {
        Conditioning(format: format, noiseReduction: noiseReduction, detectsSpeech: turnDetection != nil)
    }

    var wire: AudioInput {
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

package import RealtimeAPI

extension SessionSettings {
    /// The settings for one response: the session's, with what `response.create` says otherwise.
    package func overridden(
        by parameters: ResponseParameters,
        _ circumstances: UpdateCircumstances
    ) throws(APIError) -> SessionSettings {
        let offer = circumstances.offer
        var new = self
        if let modalities = parameters.outputModalities { new.modality = modalities.first ?? modality }
        if let reference = parameters.prompt.value {
            new.instructions = try offer.instructions(of: reference, at: "response.prompt")
        }
        new.instructions = parameters.instructions.value ?? new.instructions
        new.tools = parameters.tools ?? tools
        new.toolChoice = parameters.toolChoice ?? choice(for: parameters.tools)
        new.parallelToolCalls = parameters.parallelToolCalls ?? parallelToolCalls
        new.reasoning = parameters.reasoning ?? reasoning
        new.maxOutputTokens = parameters.maxOutputTokens ?? maxOutputTokens
        if let format = parameters.audio?.output?.format { new.outputFormat = format.canonical }
        if let voice = parameters.audio?.output?.voice, voice != self.voice {
            try offer.check(voice, at: "response.audio.output.voice")
            new.voice = voice
        }
        try new.check(ToolRules(circumstances, at: "response"), offer, at: "response")
        return new
    }

    /// The session's choice, unless it asks for a tool that this response does not have.
    private func choice(for tools: [Tool]?) -> ToolChoice {
        guard let tools else { return toolChoice }
        switch toolChoice {
        case .required where tools.isEmpty, .function, .mcp: return .auto
        case .auto, .none, .required, .unknown: return toolChoice
        }
    }
}

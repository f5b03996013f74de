package import RealtimeAPI

extension SessionSettings {
    /// The settings for one response: the session's, with what `response.create` says otherwise.
    package func overridden(
        by parameters: ResponseParameters,
        _ circumstances: UpdateCircumstances
    ) throws(APIError) -> SessionSettings {
        let offer = circumstances.offer
        let rules = ToolRules(circumstances, at: "response")
        var new = self
        if let modalities = parameters.outputModalities { new.modality = modalities.first ?? modality }
        if let reference = parameters.prompt.value {
            new.instructions = try offer.instructions(of: reference, at: "response.prompt")
        }
        new.instructions = parameters.instructions.value ?? new.instructions
        new.tools = parameters.tools ?? tools
        new.toolChoice = parameters.toolChoice ?? choice(for: parameters.tools, rules)
        new.parallelToolCalls = parameters.parallelToolCalls ?? parallelToolCalls
        new.reasoning = parameters.reasoning?.effort == nil ? reasoning : parameters.reasoning
        new.maxOutputTokens = parameters.maxOutputTokens ?? maxOutputTokens
        if let format = parameters.audio?.output?.format { new.outputFormat = format.canonical }
        if let voice = parameters.audio?.output?.voice, voice != self.voice {
            try offer.check(voice, at: "response.audio.output.voice")
            new.voice = voice
        }
        try new.check(rules, offer, at: "response")
        return new
    }

    /// The session's choice, unless it asks for a tool that this response does not have.
    private func choice(for tools: [Tool]?, _ rules: ToolRules) -> ToolChoice {
        guard let tools else { return toolChoice }
        return (try? rules.check(toolChoice, among: tools)) == nil ? .auto : toolChoice
    }
}

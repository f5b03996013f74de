import Bytes
import RealtimeAPI

/// What a response is made of: settings, context, tools.
extension ConversationEngine {
    // MARK: Plan

    mutating func plan(for parameters: ResponseParameters, _ audio: [Samples]) throws(APIError) -> ResponsePlan {
        let settings = try settings.overridden(by: parameters, circumstances)
        let isDefault = parameters.conversation != ConversationChoice.none
        let tools = settings.mcpTools
        return ResponsePlan(
            settings: settings,
            source: try source(parameters.input, audio),
            conversationID: isDefault ? stage.conversation.id : nil,
            metadata: parameters.metadata,
            mcp: servers.offered(for: tools),
            mcpServers: servers.servers(for: tools)
        )
    }

    private mutating func source(_ input: [ResponseInput]?, _ audio: [Samples]) throws(APIError) -> ResponsePlan.Source
    {
        guard let input else { return .conversation(stage.conversation.order) }
        guard input.count <= stage.limits.itemsMax else {
            throw .invalidValue("response.input", "At most \(stage.limits.itemsMax) items can be given.")
        }
        try checkHearings(of: input.compactMap(\.item), audio)
        let calls = Set(input.compactMap(\.callID))
        var planned: [ResponsePlan.Input] = []
        var remaining = audio[...]
        for (index, piece) in input.enumerated() {
            switch piece {
            case .reference(let reference):
                guard stage.conversation.contains(reference.id) else {
                    throw .unknownReference(reference.id.rawValue, param: "response.input[\(index)].id")
                }
                planned.append(.reference(reference.id))
            case .item(let item):
                let count = item.audioPartCount
                let id = stage.outbox.ids.item()
                let entry = try ownEntry(item, id, Array(remaining.prefix(count)), beside: calls)
                remaining = remaining.dropFirst(count)
                planned.append(.own(id, entry))
            }
        }
        return .given(planned)
    }

    /// An item of the response's own. An output may answer a call that stands beside it.
    private func ownEntry(
        _ item: Item,
        _ id: ItemID,
        _ audio: [Samples],
        beside calls: Set<CallID>
    ) throws(APIError) -> Conversation.Entry {
        guard case .functionCallOutput(let output) = item else {
            return try stage.entry(for: item, id, audio, configuration.offer)
        }
        guard calls.contains(output.callID) || stage.conversation.hasCall(output.callID) else {
            throw .unknownToolCall(output.callID.rawValue)
        }
        return Conversation.Entry(item: item)
    }

    // MARK: Context

    /// The entries that a plan's source names and that are still there.
    ///
    /// What is still being written is none of the model's; but where the context is made to fit it counts, because a
    /// flush is about to end it.
    private func entries(_ plan: ResponsePlan, withOpen: Bool = false) -> [(id: ItemID, entry: Conversation.Entry)] {
        switch plan.source {
        case .conversation(let ids):
            ids.compactMap { id in
                stage.conversation[id].flatMap { $0.isInContext && (withOpen || !$0.isOpen) ? (id, $0) : nil }
            }
        case .given(let inputs):
            inputs.compactMap { input in
                switch input {
                case .reference(let id): stage.conversation[id].map { (id, $0) }
                case .own(let id, let entry): (id, entry)
                }
            }
        }
    }

    func request(for plan: ResponsePlan) -> ResponseRequest {
        let settings = plan.settings
        return ResponseRequest(
            model: settings.model,
            instructions: settings.instructions,
            context: entries(plan).map { contextItem($0.id, $0.entry) },
            functions: settings.functions,
            mcpTools: plan.mcp,
            toolChoice: settings.toolChoice,
            parallelToolCalls: settings.parallelToolCalls,
            reasoning: settings.reasoning,
            maxOutputTokens: settings.maxOutputTokens,
            modality: settings.modality,
            voice: settings.voice,
            speed: settings.speed
        )
    }

    private func contextItem(_ id: ItemID, _ entry: Conversation.Entry) -> ContextItem {
        let audio = entry.audio.filter { !$0.value.isForgotten }.mapValues(\.sound)
        return ContextItem(item: entry.item, audio: audio, hearing: ownHearings[id] ?? entry.hearing)
    }

    // MARK: Hearing

    /// The items whose words the model must wait for.
    func unheard(_ plan: ResponsePlan) -> Set<ItemID> {
        Set(entries(plan).filter { (ownHearings[$0.id] ?? $0.entry.hearing) == .pending }.map(\.id))
    }

    /// Why the model cannot answer: the last thing that was said could not be understood.
    func failedHearing(_ plan: ResponsePlan) -> String? {
        guard let last = entries(plan).last else { return nil }
        if case .failed(let why)? = ownHearings[last.id] ?? last.entry.hearing { return why }
        let listensItself = !configuration.offer.hearsForModel
        if listensItself, last.entry.audio.values.contains(where: \.isForgotten) { return "it is too long to be kept." }
        return nil
    }

    mutating func listenToOwn(_ plan: ResponsePlan) {
        guard case .given(let inputs) = plan.source else { return }
        for case .own(let id, let entry) in inputs where entry.hearing == .pending {
            ownHearings[id] = .pending
            hear(id, entry.allAudio)
        }
    }

    // MARK: Tokens

    func count(_ plan: ResponsePlan) -> TokenCount {
        entries(plan).reduce(base(plan)) { $0 + $1.entry.tokens }
    }

    private func base(_ plan: ResponsePlan) -> TokenCount {
        let tools = plan.settings.tools.reduce(0) { $0 + TokenEstimate.text($1.json.text) }
        return TokenCount(text: TokenEstimate.text(plan.settings.instructions) + tools)
    }

    /// Makes the conversation fit the model's input, as the session's `truncation` says, and counts what is left.
    mutating func fitContext(_ plan: ResponsePlan) throws(APIError) -> TokenCount {
        let limit = stage.limits.inputTokensMax
        let room = max(0, limit - base(plan).total)
        let used = entries(plan, withOpen: true).reduce(0) { $0 + $1.entry.tokens.total }
        guard case .conversation = plan.source else {
            guard used <= room else { throw .conversationTooLong }
            return count(plan)
        }
        switch plan.settings.truncation {
        case .auto, .unknown: shrink(plan, whenAbove: room, to: room)
        case .disabled: guard used <= room else { throw .conversationTooLong }
        case .retention(let ratio):
            let allowed = min(room, ratio.tokenLimits?.postInstructions ?? room)
            shrink(plan, whenAbove: allowed, to: Int(Double(allowed) * ratio.ratio))
        }
        return count(plan)
    }

    /// Leaves the oldest items out of the model's context. The newest stays, and no output stays without its call.
    private mutating func shrink(_ plan: ResponsePlan, whenAbove limit: Int, to target: Int) {
        let all = entries(plan, withOpen: true)
        var used = all.reduce(0) { $0 + $1.entry.tokens.total }
        guard used > limit else { return }
        var left = all[...]
        while used > target, left.count > 1, let oldest = left.popFirst() { used -= oldest.entry.tokens.total }
        while left.count > 1, case .functionCallOutput? = left.first?.entry.item { left.removeFirst() }
        let dropped = all.count - left.count
        guard dropped > 0 else { return }
        for entry in all.prefix(dropped) { stage.conversation.leaveOut(entry.id) }
        stage.outbox.perform(.note(.contextTruncated(items: dropped)))
    }
}

extension ResponseInput {
    fileprivate var item: Item? { if case .item(let item) = self { item } else { nil } }

    fileprivate var callID: CallID? {
        if case .item(.functionCall(let call)) = self { call.callID } else { nil }
    }
}

extension Item {
    /// It brings audio of which no transcript says what was said.
    var isUnheard: Bool {
        guard case .message(let message) = self else { return false }
        return message.content.contains { $0.type == .inputAudio && $0.transcript.value == nil }
    }

    var audioPartCount: Int {
        if case .message(let message) = self { message.content.count { $0.type == .inputAudio } } else { 0 }
    }
}

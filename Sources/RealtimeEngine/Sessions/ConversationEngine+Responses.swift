import RealtimeAPI

/// `response.*`: who may answer, with what, and when.
extension ConversationEngine {
    var defaultIndex: Int? { responses.firstIndex { $0.plan.isDefault && !$0.isDone } }
    var defaultResponse: ActiveResponse? { defaultIndex.map { responses[$0] } }
    var mayAnswer: Bool { defaultIndex == nil && attachments.isLive }

    // MARK: Asked for by the client

    mutating func create(_ parameters: ResponseParameters, _ audio: [Samples], at now: Moment) throws(APIError) {
        let asked = try plan(for: parameters, audio)
        try checkPlace(for: asked)
        let tokens = try tokens(of: asked)
        if asked.isDefault, let index = defaultIndex {
            responses[index].flush(&stage, at: now)
            retireResponses(at: now)
        }
        servers.declare(parameters.mcpTools, &stage)
        listenToOwn(asked)
        begin(asked, tokens)
    }

    /// A response that waits for the client to read cannot get out of the way; one that waits for the pacer can.
    private func checkPlace(for asked: ResponsePlan) throws(APIError) {
        if asked.isDefault {
            guard let active = defaultResponse else { return }
            guard active.waitsOnlyForPacer, !stage.isStalled else { throw .activeResponse(active.id.rawValue) }
        } else {
            let limit = stage.limits.outOfBandMax
            guard responses.count(where: { !$0.plan.isDefault }) < limit else { throw .tooManyResponses(limit: limit) }
        }
    }

    mutating func cancel(_ id: ResponseID?, at now: Moment) throws(APIError) {
        let index = id.map { id in responses.firstIndex { $0.id == id && !$0.isDone } } ?? defaultIndex
        guard let index else { throw .nothingToCancel }
        responses[index].cancel(.clientCancelled, &stage, at: now, silencing: false)
    }

    /// RTP only: the user shall hear no more.
    mutating func clearOutput(at now: Moment) {
        if let index = defaultIndex {
            responses[index].cancel(.clientCancelled, &stage, at: now, silencing: true)
        } else {
            stage.silence(at: now)
        }
    }

    // MARK: Asked for by a turn

    /// Answers the user, now or when the answer that may not be interrupted is through.
    mutating func answer(at now: Moment) {
        guard mayAnswer else {
            owesAnswer = true
            return
        }
        owesAnswer = false
        do {
            let plan = try plan(for: ResponseParameters(), [])
            begin(plan, try tokens(of: plan))
        } catch {
            stage.outbox.send(.error(ErrorEvent(error, eventID: nil)))
        }
    }

    mutating func run(_ allowed: AllowedCall, at now: Moment) {
        let plan = ResponsePlan(
            settings: settings,
            source: .given([]),
            conversationID: stage.conversation.id,
            metadata: .absent,
            mcp: [],
            mcpServers: []
        )
        var response = ActiveResponse(id: stage.outbox.ids.response(), running: plan)
        response.begin(&stage)
        response.runTool(
            allowed.call.server,
            allowed.call.name,
            allowed.call.arguments,
            approval: allowed.request,
            &stage
        )
        responses.append(response)
        answeredAt = nil
    }

    private mutating func begin(_ plan: ResponsePlan, _ tokens: TokenCount) {
        if plan.isDefault {
            owesAnswer = false
            answeredAt = nil
        }
        let id = stage.outbox.ids.response()
        var response = ActiveResponse(id: id, plan: plan, hearing: unheard(plan), inputTokens: tokens)
        response.begin(&stage)
        responses.append(response)
    }

    // MARK: Effects

    mutating func limited(_ moment: LimitMoment, _ answer: LimitAnswer, at now: Moment) {
        switch answer {
        case .granted(let limits): tell(limits, moment)
        case .refused(_, let limits): tell(limits, moment)
        case .unknown: break
        }
        guard case .began(let id, _) = moment,
            let index = responses.firstIndex(where: { $0.id == id && $0.awaitsLimiter })
        else { return }
        let isReady = responses[index].limiterAnswered()
        if case .refused(let error, _) = answer { return responses[index].fail(error, &stage) }
        if isReady { startModel(index) }
    }

    /// Said at both moments; the dialect picks the one at which its clients expect it.
    private mutating func tell(_ limits: [RateLimit], _ moment: LimitMoment) {
        guard !limits.isEmpty else { return }
        let event = RateLimitsUpdated {
            $0.rateLimits = limits
            $0.moment = moment.isEnd ? .responseDone : .responseCreated
        }
        stage.outbox.send(.rateLimitsUpdated(event))
    }

    /// The model is asked when all that it needs is there.
    mutating func startModel(_ index: Int) {
        let response = responses[index]
        if let why = failedHearing(response.plan) { return responses[index].fail(.hearingFailed(why), &stage) }
        responses[index].start(request(for: response.plan), inputTokens: count(response.plan), &stage)
    }

    mutating func respond(_ id: ResponseID, _ part: AnswerPart, at now: Moment) {
        guard let index = responses.firstIndex(where: { $0.id == id }) else { return }
        responses[index].take(part, &stage, at: now)
    }

    mutating func toolReported(_ item: ItemID, _ report: MCPReport, at now: Moment) {
        if servers.reported(item, report, &stage) { return }
        for index in responses.indices where responses[index].toolReported(item, report, &stage, at: now) { return }
    }
}

extension LimitMoment {
    fileprivate var isEnd: Bool { if case .ended = self { true } else { false } }
}

extension ResponseParameters {
    var mcpTools: [MCPTool] {
        (tools ?? []).compactMap { if case .mcp(let tool) = $0 { tool } else { nil } }
    }
}

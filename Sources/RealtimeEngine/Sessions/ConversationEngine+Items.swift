import RealtimeAPI

/// `conversation.item.*`
extension ConversationEngine {
    mutating func create(_ body: ItemCreate, _ audio: [Samples], at now: Moment) throws(APIError) {
        let approval = try approval(of: body.item)
        try checkHearings(of: [body.item], audio)
        let (id, entry) = try stage.create(body, audio, announced: turns.announced, configuration.offer)
        if entry.hearing == .pending { hear(id, entry.allAudio) }
        if let approval { carryOut(approval) }
    }

    mutating func delete(_ id: ItemID) throws(APIError) {
        try stage.delete(id)
        listeners.cancel(&stage.outbox) { $0.item == id }
        // Whoever waits for its words has nothing to wait for.
        for index in responses.indices where responses[index].heard(id) { startModel(index) }
    }

    /// Each item with audio keeps a listener busy.
    func checkHearings(of items: [Item], _ audio: [Samples]) throws(APIError) {
        let limit = stage.limits.pendingHearingsMax
        let count = min(items.count(where: \.isUnheard), audio.count { !$0.isEmpty })
        guard count == 0 || listeners.count + count <= limit else { throw .tooMuchToHear(limit: limit) }
    }

    // MARK: Approvals

    private struct Decision {
        var request: ItemID
        var isAllowed: Bool
        var call: PendingApproval
    }

    private func approval(of item: Item) throws(APIError) -> Decision? {
        guard case .mcpApprovalResponse(let response) = item else { return nil }
        guard let call = stage.approvals[response.approvalRequestID] else {
            throw .unknownApproval(response.approvalRequestID.rawValue)
        }
        return Decision(request: response.approvalRequestID, isAllowed: response.approve, call: call)
    }

    private mutating func carryOut(_ decision: Decision) {
        stage.approvals[decision.request] = nil
        if decision.isAllowed { allowedCalls.append(AllowedCall(request: decision.request, call: decision.call)) }
    }
}

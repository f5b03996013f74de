import RealtimeAPI

/// The four ends of a response.
extension ActiveResponse {
    /// Ends it before its time. What was sent was sent; what waits is dropped. With `silencing` the user shall hear no
    /// more of it.
    mutating func cancel(_ reason: StatusDetails.Reason, _ stage: inout Stage, at now: Moment, silencing: Bool) {
        guard !isDone else { return }
        if phase == .generating { stage.outbox.perform(.respond(id, .cancel)) }
        closeAll(&stage)
        if silencing, plan.isDefault { stage.silence(at: now) }
        finish(.cancelled, reason: reason, &stage)
    }

    mutating func fail(_ error: APIError, _ stage: inout Stage) {
        guard !isDone else { return }
        closeAll(&stage)
        let details = StatusDetails {
            $0.type = .failed
            $0.error = StatusDetails.Failure {
                $0.type = error.type.rawValue
                $0.code = Nullable(error.code)
                $0.message = error.message
            }
        }
        finish(.failed, details: details, &stage)
    }

    /// The session ends under it.
    mutating func abandon(_ error: APIError, _ stage: inout Stage) {
        if phase == .generating { stage.outbox.perform(.respond(id, .cancel)) }
        fail(error, &stage)
    }

    mutating func closeAll(_ stage: inout Stage) {
        queue.removeAll()
        message = nil
        call = nil
        for item in output.indices where output[item].isOpen {
            if runningTools.removeValue(forKey: output[item].id) != nil {
                stage.outbox.perform(.mcp(output[item].id, .cancel))
                closeTool(item, .failed(.toolFailed("The response was ended.")), &stage)
            } else {
                closeItem(item, .incomplete, &stage)
            }
        }
    }

    mutating func finish(_ status: ResponseStatus, reason: StatusDetails.Reason, _ stage: inout Stage) {
        let details = StatusDetails {
            $0.type = status
            $0.reason = reason
        }
        finish(status, details: details, &stage)
    }

    mutating func finish(_ status: ResponseStatus, details: StatusDetails?, _ stage: inout Stage) {
        phase = .done
        let usage = usage
        stage.outbox.send(.responseDone(event(status, details: details, usage: usage)))
        stage.playback.responseDone(id)
        if asksLimiter { stage.outbox.perform(.limit(.ended(id, totalTokens: usage.totalTokens ?? 0))) }
    }
}

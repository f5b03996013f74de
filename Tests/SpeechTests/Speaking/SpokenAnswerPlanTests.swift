import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("What a thought with a voice does next")
struct SpokenAnswerPlanTests {
    typealias Plan = SpokenAnswerPlan

    private func actions(_ plan: inout Plan, _ input: Plan.Input? = nil) -> [Plan.Action] {
        if let input { plan.handle(input) }
        var actions: [Plan.Action] = []
        while let action = plan.next() { actions.append(action) }
        return actions
    }

    private func said(_ text: String, _ count: Int = 240) -> SpeakingReport {
        .audio(Samples(repeating: 1, count: count), saying: text)
    }

    @Test("A clause is spoken while the next is written, and one is made ahead")
    func ahead() {
        var plan = Plan()
        #expect(
            actions(&plan, .thought(.text("Yes, I can do that. I ca"))) == [
                .order(.speak(1, "Yes, I can do that.", language: "en"))
            ]
        )
        let more = Plan.Input.thought(.text("n help you with that. And with more of that kind. So a"))
        #expect(actions(&plan, more) == [.order(.speak(2, "I can help you with that.", language: "en"))])
        // What is ahead waits for its turn.
        #expect(actions(&plan, .spoken(2, said("I can"))) == [])
        #expect(
            actions(&plan, .spoken(1, said("Yes, I"))) == [
                .report(.speech(Samples(repeating: 1, count: 240), saying: "Yes, I"))
            ]
        )
        #expect(actions(&plan, .spoken(1, said(" can do that."))).count == 1)
        #expect(
            actions(&plan, .spoken(1, .finished)) == [
                .order(.speak(3, "And with more of that kind.", language: "en")),
                .report(.speech(Samples(repeating: 1, count: 240), saying: "I can")),
            ]
        )
    }

    @Test("What is made ahead is bounded")
    func aheadIsBounded() {
        var plan = Plan()
        _ = actions(&plan, .thought(.text("Yes, I can do that. I can help you with that. So")))
        #expect(actions(&plan, .spoken(2, said("I can", 50_000))) == [.order(.holdSpeaking(2))])
        let last = actions(&plan, .spoken(1, .finished))
        #expect(last.contains(.order(.proceedSpeaking(2))))
        #expect(last.first == .report(.speech([], saying: "Yes, I can do that. ")))
    }

    @Test("A call comes after the speech of the text before it, and before that of the text after it")
    func calls() {
        var plan = Plan()
        var all = actions(&plan, .thought(.text("Let me look at it. ")))
        all += actions(&plan, .thought(.functionCall("c", name: "look")))
        all += actions(&plan, .thought(.arguments("{\"a\":")))
        all += actions(&plan, .thought(.arguments("1}")))
        all += actions(&plan, .thought(.message(phase: nil)))
        all += actions(&plan, .thought(.text("There it is.")))
        all += actions(&plan, .thought(.mcpCall(serverLabel: "s", name: "n", arguments: "{}")))
        all += actions(&plan, .thought(.usage(ReportedUsage(outputTextTokens: 7))))
        all += actions(&plan, .thought(.end(.completed)))
        // Usage is known at once, whatever waits.
        #expect(
            all == [
                .order(.speak(1, "Let me look at it.", language: "en")),
                .order(.speak(2, "There it is.", language: "en")),
                .report(.usage(ReportedUsage(outputTextTokens: 7))),
            ]
        )
        all = actions(&plan, .spoken(1, said("Let me look at it.")))
        all += actions(&plan, .spoken(1, .finished))
        #expect(
            all.map(\.part) == [
                .speech(Samples(repeating: 1, count: 240), saying: "Let me look at it. "),
                .functionCall("c", name: "look"),
                .arguments("{\"a\":1}"), .message(phase: nil),
            ]
        )
        all = actions(&plan, .spoken(2, .finished))
        #expect(
            all.map(\.part) == [
                .speech([], saying: "There it is."), .mcpCall(serverLabel: "s", name: "n", arguments: "{}"),
                .end(.completed),
            ]
        )
        #expect(plan.isOver)
    }

    @Test("On hold nothing is begun and nothing reported, and everybody is told")
    func hold() {
        var plan = Plan()
        _ = actions(&plan, .thought(.text("Yes, I can do that. I can help you with that. So")))
        #expect(actions(&plan, .hold) == [.order(.holdSpeaking(1)), .order(.holdSpeaking(2)), .order(.holdThinking)])
        #expect(actions(&plan, .spoken(1, said("Yes,"))) == [])
        #expect(actions(&plan, .spoken(1, .finished)) == [])
        #expect(actions(&plan, .thought(.text(" it is done as you want it to be. And"))) == [])
        plan.handle(.proceed)
        // Not from within the call: only orders.
        var orders: [Plan.Order] = []
        while let order = plan.nextOrder() { orders.append(order) }
        #expect(orders == [.proceedSpeaking(2), .proceedThinking])
        #expect(
            actions(&plan).map(\.part) == [
                .speech(Samples(repeating: 1, count: 240), saying: "Yes,"), .speech([], saying: " I can do that. "),
                nil,
            ]
        )
    }

    @Test("A report may lead to a hold or an end, and nothing follows it then")
    func reentrance() {
        var plan = Plan()
        plan.handle(.thought(.text("Yes, I can do that. So")))
        _ = actions(&plan)
        for text in ["Yes,", " I", " can"] { plan.handle(.spoken(1, said(text))) }
        #expect(plan.next()?.part?.saying == "Yes,")
        plan.handle(.hold)
        #expect(plan.next() == .order(.holdSpeaking(1)))
        #expect(plan.next() == .order(.holdThinking))
        #expect(plan.next() == nil)
        plan.handle(.cancel)
        #expect(actions(&plan) == [.order(.cancelSpeaking(1)), .order(.cancelThinking)])
        #expect(actions(&plan, .proceed) == [])
    }

    @Test("A voice that fails ends the answer with its reason, after what was said before")
    func speakerFails() {
        let error = APIError.modelFailed("The voice is hoarse.")
        var plan = Plan()
        _ = actions(&plan, .thought(.text("Yes, I can do that. I can help you with that. So")))
        #expect(actions(&plan, .spoken(2, .failed(error))) == [])
        let all = actions(&plan, .spoken(1, .finished))
        #expect(
            all == [
                .report(.speech([], saying: "Yes, I can do that. ")), .order(.cancelThinking),
                .report(.end(.failed(error))),
            ]
        )
        #expect(plan.isOver)
    }

    @Test("A model that fails ends the answer at once")
    func thinkerFails() {
        let error = APIError.modelFailed("The model is gone.")
        var plan = Plan()
        _ = actions(&plan, .thought(.text("Yes, I can do that. So")))
        #expect(
            actions(&plan, .thought(.end(.failed(error)))) == [
                .order(.cancelSpeaking(1)), .report(.end(.failed(error))),
            ]
        )
    }

    @Test("Beyond what may wait, the model waits; one that does not is ended")
    func tooMuch() {
        var plan = Plan()
        let long = String(repeating: "This is one of very many sentences. ", count: 120)
        #expect(actions(&plan, .thought(.text(long))).contains(.order(.holdThinking)))
        var ended: [Plan.Action] = []
        for _ in 0..<300 where ended.isEmpty {
            ended = actions(&plan, .thought(.text(long))).filter { $0.part != nil }
        }
        guard case .end(.failed)? = ended.first?.part else {
            Issue.record("it took any amount")
            return
        }
        var eager = Plan()
        _ = actions(&eager, .thought(.text("Yes, I can do that. So")))
        _ = actions(&eager, .hold)
        for _ in 0..<130 { _ = actions(&eager, .spoken(1, said("", 24_000))) }
        #expect(eager.isOver)
    }

    @Test("A thought of what cannot be spoken is told without sound")
    func silent() {
        var plan = Plan()
        #expect(actions(&plan, .thought(.text("🎉 "))) == [])
        let all = actions(&plan, .thought(.end(.completed)))
        #expect(all == [.report(.speech([], saying: "🎉 ")), .report(.end(.completed))])
        var empty = Plan()
        #expect(actions(&empty, .thought(.end(.completed))) == [.report(.end(.completed))])
    }

    @Test("A clause of which nobody can tell is in the language of those before it")
    func language() {
        var plan = Plan(language: "es")
        #expect(actions(&plan, .thought(.text("Madrid! "))) == [])
        let all = actions(&plan, .thought(.text("Sí, es la capital de España. Toledo! ")))
        #expect(
            all == [
                .order(.speak(1, "Madrid!", language: "es")),
                .order(.speak(2, "Sí, es la capital de España.", language: "es")),
            ]
        )
    }
}

extension SpokenAnswerPlan.Action {
    var part: AnswerPart? { if case .report(let part) = self { part } else { nil } }
}

extension AnswerPart {
    var saying: String? { if case .speech(_, let text) = self { text } else { nil } }
}

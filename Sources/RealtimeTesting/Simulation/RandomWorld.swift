import RealtimeAPI
import RealtimeEngine

/// The effects of a session that are under way, and answers to them: quick or slow, sensible or mad, as chance has it.
struct RandomWorld: Sendable {
    private var listeners: [ListenerID] = []
    private var answering: [ResponseID] = []
    /// The response whose call has begun and may have arguments.
    private var calling: ResponseID?
    private var limits: [LimitMoment] = []
    private var tools: [(item: ItemID, isListing: Bool)] = []
    private var isTranslating = false
    private var playing: [PlayedAudio] = []

    /// What the world learns from the engine's actions.
    mutating func saw(_ actions: [SessionAction]) {
        for action in actions { saw(action) }
    }

    private mutating func saw(_ action: SessionAction) {
        switch action {
        case .listen(let id, .open): listeners.append(id)
        case .listen(let id, .cancel): listeners.removeAll { $0 == id }
        case .respond(let id, .start): answering.append(id)
        case .respond(let id, .cancel): answering.removeAll { $0 == id }
        case .limit(let moment): limits.append(moment)
        case .mcp(let item, .list): tools.append((item, true))
        case .mcp(let item, .call): tools.append((item, false))
        case .mcp(let item, .cancel): tools.removeAll { $0.item == item }
        case .translate(.open): isTranslating = true
        case .translate(.cancel): isTranslating = false
        case .audio(let audio): sent(audio)
        case .dropAudio: playing = []
        default: break
        }
    }

    private mutating func sent(_ audio: OutgoingAudio) {
        let length = Ticks(audio.samples.count)
        let (item, part) = (audio.place.itemID, audio.place.contentIndex)
        if let index = playing.firstIndex(where: { $0.item == item && $0.contentIndex == part }) {
            playing[index].upTo += length
        } else {
            playing.append(PlayedAudio(item: item, contentIndex: part, upTo: length))
        }
    }

    // MARK: Answers

    /// Something that an effect reports; nil: none is under way, or none has anything to say.
    mutating func report(_ random: inout SeededGenerator) -> SessionInput? {
        // The model waits for limiter and listeners, so they answer before it talks, mostly.
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<6: limited(&random) ?? listened(&random) ?? answered(&random) ?? translated(&random)
        case 6..<9: listened(&random) ?? answered(&random) ?? translated(&random)
        case 9..<17: answered(&random) ?? limited(&random) ?? listened(&random) ?? translated(&random)
        case 17..<19: toolReported(&random) ?? answered(&random)
        default: played(&random)
        }
    }

    private mutating func listened(_ random: inout SeededGenerator) -> SessionInput? {
        guard let id = listeners.randomElement(using: &random) else { return nil }
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<2: return .listened(id, .delta("so "))
        case 2: return .listened(id, .endOfTurn(score: Double.random(in: -1...2, using: &random)))
        case 3: return finish(id, .failed(why: "it was too quiet"))
        case 4: return finish(id, .final(HeardText(" ")))
        default: return finish(id, .final(HeardText("so it is")))
        }
    }

    private mutating func finish(_ id: ListenerID, _ report: ListenerReport) -> SessionInput {
        listeners.removeAll { $0 == id }
        return .listened(id, report)
    }

    private mutating func answered(_ random: inout SeededGenerator) -> SessionInput? {
        guard let id = answering.randomElement(using: &random) else { return nil }
        let part = part(of: id, &random)
        switch part {
        case .end: answering.removeAll { $0 == id }
        case .functionCall: calling = id
        case .usage, .arguments: break
        default: calling = nil
        }
        return .responded(id, part)
    }

    private func part(of id: ResponseID, _ random: inout SeededGenerator) -> AnswerPart {
        if calling == id, Bool.random(using: &random) { return .arguments("{\"at\":1}") }
        switch Int.random(in: 0..<24, using: &random) {
        case 0..<5: return .text("some words ")
        case 5..<12:
            let length = Ticks.milliseconds(Int.random(in: 0..<2_500, using: &random))
            return .speech(SimulatedSpeech.samples(length, loud: true), saying: "spoken words, one after the other ")
        case 12: return .message(phase: Bool.random(using: &random) ? .commentary : nil)
        case 13..<16: return .functionCall(nil, name: "look")
        case 16: return Int.random(in: 0..<8, using: &random) == 0 ? .arguments("{}") : .text("and so on ")
        case 17: return .mcpCall(serverLabel: "books", name: "find", arguments: "{}")
        case 18: return .mcpCall(serverLabel: "bank", name: "pay", arguments: "{}")
        case 19: return .usage(ReportedUsage(inputTextTokens: 9, cachedTextTokens: 20, outputTextTokens: 4))
        case 20: return .end(.failed(.modelFailed("The model is gone.")))
        case 21: return .end(.maxOutputTokens)
        default: return .end(.completed)
        }
    }

    private mutating func limited(_ random: inout SeededGenerator) -> SessionInput? {
        guard !limits.isEmpty else { return nil }
        let moment = limits.removeFirst()
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .limited(moment, .refused(.rateLimit("tokens", retrySeconds: 1), []))
        case 1: return .limited(moment, .unknown)
        default: return .limited(moment, .granted([RateLimit { $0.name = "tokens" }]))
        }
    }

    private mutating func toolReported(_ random: inout SeededGenerator) -> SessionInput? {
        guard !tools.isEmpty else { return nil }
        let tool = tools.removeFirst()
        guard Int.random(in: 0..<5, using: &random) > 0 else {
            return .mcp(tool.item, .failed(.httpError(code: 502, "Nobody answers.")))
        }
        guard tool.isListing else { return .mcp(tool.item, .called(output: "done")) }
        let names = ["find", "pay"].map { name in MCPToolListing { $0.name = name } }
        return .mcp(tool.item, .listed(names))
    }

    private mutating func translated(_ random: inout SeededGenerator) -> SessionInput? {
        guard isTranslating else { return nil }
        switch Int.random(in: 0..<13, using: &random) {
        case 0: return .translated(.finished)
        case 12: return .translated(.missed(why: "nobody understood it"))
        case 1..<5: return .translated(.heard("one "))
        case 5..<9: return .translated(.said("uno "))
        default: return .translated(.audio(SimulatedSpeech.samples(.milliseconds(40), loud: true)))
        }
    }

    static func expects(_ random: inout SeededGenerator) -> ExpectationAnswer {
        Bool.random(using: &random) ? .granted : .refused(why: "There is no room.")
    }

    private func played(_ random: inout SeededGenerator) -> SessionInput? {
        guard var report = playing.randomElement(using: &random) else { return nil }
        guard Bool.random(using: &random) else { return .played(report) }
        report.upTo = Ticks(Int.random(in: 0...max(1, report.upTo.count), using: &random))
        return .played(report)
    }
}

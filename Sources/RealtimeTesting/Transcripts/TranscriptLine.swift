import Bytes
import RealtimeAPI
import RealtimeEngine

/// One input line: `@1500ms ~ answer resp_1 speech 400ms Hello there`.
struct TranscriptLine {
    let moment: Moment?
    private var words: [Substring]
    private let primary = AttachmentID(1)

    init?(_ line: Substring) {
        var rest = line
        var moment: Moment?
        if rest.hasPrefix("@") {
            let word = rest.prefix { $0 != " " }
            guard let time = Self.milliseconds(word.dropFirst()) else { return nil }
            moment = .milliseconds(time)
            rest = rest.dropFirst(word.count).drop { $0 == " " }
        }
        guard rest.hasPrefix("~") else { return nil }
        words = rest.dropFirst().drop { $0 == " " }.split(separator: " ", omittingEmptySubsequences: false)
        self.moment = moment
    }

    private static func milliseconds(_ word: Substring) -> Int? {
        word.hasSuffix("ms") ? Int(word.dropLast(2)) : nil
    }

    // MARK: Words

    private mutating func word() -> String? { words.isEmpty ? nil : String(words.removeFirst()) }
    private mutating func number() -> Int? { word().flatMap { Int($0) } }
    private mutating func milliseconds() -> Int? { word().flatMap { Self.milliseconds($0[...]) } }
    /// The rest of the line. `\s` at its ends stands for a space that an editor might take away.
    private func text() -> String { words.joined(separator: " ").replacing("\\s", with: " ") }

    // MARK: Inputs

    /// nil: not understood.
    mutating func perform(_ driver: inout SimulatedDriver, at now: Moment) -> [SessionAction]? {
        switch word() {
        case "send": return driver.receive(Array(text().utf8), from: primary, at: now)
        case "send2": return driver.receive(Array(text().utf8), from: AttachmentID(2), at: now)
        case "say": return append(loud: true, &driver, at: now)
        case "silence": return append(loud: false, &driver, at: now)
        // Nothing but time, so that deadlines come.
        case "wait": return []
        case let verb?: return input(verb).map { driver.handle($0, at: now) }
        case nil: return nil
        }
    }

    private mutating func append(loud: Bool, _ driver: inout SimulatedDriver, at now: Moment) -> [SessionAction]? {
        // More lengths in one line are one append, in which loud and silent take turns.
        var samples: Samples = []
        var isLoud = loud
        while !words.isEmpty {
            guard let length = milliseconds(), length >= 0 else { return nil }
            samples += SimulatedSpeech.samples(.milliseconds(length), loud: isLoud)
            isLoud.toggle()
        }
        return driver.receive(SimulatedSpeech.append(samples, session: driver.session), from: primary, at: now)
    }

    private mutating func input(_ verb: String) -> SessionInput? {
        switch verb {
        case "attach": return .attached(AttachmentID(number() ?? 1))
        case "detach": return .detached(AttachmentID(number() ?? 1))
        case "binary": return .refused(.binaryFrame, from: Sender(primary))
        case "expected": return expected()
        case "hear": return listened(.hear)
        case "transcript": return listened(.transcribe)
        case "answer": return word().flatMap { id in part().map { .responded(ResponseID(id), $0) } }
        case "limit": return limited()
        case "mcp": return word().flatMap { id in report().map { .mcp(ItemID(id), $0) } }
        case "translate": return translated()
        case "played": return played()
        case "dtmf": return .dtmf(key: text(), receivedAt: 1_100)
        case "stall": return .outputStalled(true)
        case "resume": return .outputStalled(false)
        case "end": return end()
        default: return nil
        }
    }

    private mutating func expected() -> SessionInput? {
        switch word() {
        case "granted": return .expected(.granted)
        case "refused": return .expected(.refused(why: text()))
        default: return nil
        }
    }

    private mutating func listened(_ purpose: ListenerID.Purpose) -> SessionInput? {
        guard let item = word() else { return nil }
        let report: ListenerReport
        switch word() {
        case "delta": report = .delta(text())
        case "likely_delta":
            let words = text()
            report = .delta(words, logprobs: Self.likelihoods(words))
        case "final": report = .final(HeardText(text()))
        case "likely_final":
            let words = text()
            report = .final(HeardText(words, logprobs: Self.likelihoods(words)))
        case "fail": report = .failed(why: text())
        case "score":
            guard let score = Double(text()) else { return nil }
            report = .endOfTurn(score: score)
        case "segment":
            report = .segment(
                TranscriptionSegment {
                    $0.text = text(); $0.id = "seg_1"; $0.speaker = "A"
                }
            )
        default: return nil
        }
        return .listened(ListenerID(ItemID(item), purpose), report)
    }

    /// One likelihood for the whole text.
    private static func likelihoods(_ text: String) -> [LogProbability] {
        let likelihood = LogProbability {
            $0.token = text
            $0.logprob = -0.25
            $0.bytes = text.utf8.map { Int($0) }
        }
        return [likelihood]
    }

    private mutating func part() -> AnswerPart? {
        switch word() {
        case "message": return .message(phase: word().map { Phase(rawValue: $0) })
        case "text": return .text(text())
        case "speech":
            return milliseconds().map {
                .speech(SimulatedSpeech.samples(.milliseconds($0), loud: true), saying: text())
            }
        case "call": return word().map { name in .functionCall(word().map { CallID($0) }, name: name) }
        case "args": return .arguments(text())
        case "mcp":
            guard let label = word(), let name = word() else { return nil }
            return .mcpCall(serverLabel: label, name: name, arguments: text())
        case "usage":
            return .usage(
                ReportedUsage(inputTextTokens: number(), cachedTextTokens: number(), outputTextTokens: number())
            )
        case "end": return answerEnd().map { .end($0) }
        default: return nil
        }
    }

    private mutating func answerEnd() -> AnswerEnd? {
        switch word() {
        case nil: .completed
        case "max_output_tokens": .maxOutputTokens
        case "content_filter": .contentFilter
        case "fail": .failed(.modelFailed(text()))
        case "server_error": .failed(.serverError)
        default: nil
        }
    }

    private mutating func limited() -> SessionInput? {
        guard let id = word(), let moment = word(), let answer = limitAnswer() else { return nil }
        let response = ResponseID(id)
        switch moment {
        case "began": return .limited(.began(response, inputTokens: 0), answer)
        case "ended": return .limited(.ended(response, totalTokens: 0), answer)
        default: return nil
        }
    }

    private mutating func limitAnswer() -> LimitAnswer? {
        switch word() {
        case "granted":
            let remaining = number() ?? 0
            let limit = RateLimit {
                $0.name = "tokens"
                $0.limit = 40_000
                $0.remaining = remaining
                $0.resetSeconds = 1.5
            }
            return .granted([limit])
        case "refused": return .refused(.rateLimit(word() ?? "tokens", retrySeconds: 2), [])
        case "quota": return .refused(.quota, [])
        case "unknown": return .unknown
        default: return nil
        }
    }

    private mutating func report() -> MCPReport? {
        switch word() {
        case "listed":
            guard let json = try? JSON(parsing: text()), let tools = try? [MCPToolListing].read(json, .open) else {
                return nil
            }
            return .listed(tools)
        case "called": return .called(output: text())
        case "fail": return .failed(.toolFailed(text()))
        case "unreachable": return .failed(.httpError(code: 502, text()))
        default: return nil
        }
    }

    private mutating func translated() -> SessionInput? {
        switch word() {
        case "heard": .translated(.heard(text()))
        case "said": .translated(.said(text()))
        case "audio":
            milliseconds().map { .translated(.audio(SimulatedSpeech.samples(.milliseconds($0), loud: true))) }
        case "miss": .translated(.missed(why: text()))
        case "fail": .translated(.failed(why: text()))
        case "finished": .translated(.finished)
        default: nil
        }
    }

    private mutating func played() -> SessionInput? {
        guard let item = word(), let part = number(), let length = milliseconds() else { return nil }
        return .played(PlayedAudio(item: ItemID(item), contentIndex: part, upTo: .milliseconds(length)))
    }

    private mutating func end() -> SessionInput? {
        switch word() {
        case "shutdown": .end(.shutdown)
        case "idle": .end(.idle)
        case "quota": .end(.quota)
        case "slow": .end(.tooSlow)
        default: nil
        }
    }
}

internal import Bytes
internal import RealtimeAPI
package import RealtimeEngine

/// Makes parts of an answer of the events of a chat completion's stream. Without a socket and a clock.
package struct ChatStream: Sendable, Equatable {
    private let textBytesMax: Int
    private let secrets: [String]
    private var thoughts = ThoughtFilter()
    private var calls: ChatCalls
    /// Said while a call was being told: it comes after the calls.
    private var lateText = ""
    private var bytes = 0
    private var usage: ReportedUsage?
    private var end: AnswerEnd?
    /// Grows with whatever is said, called or thought.
    package private(set) var progress = 0
    package private(set) var isOver = false

    package init(
        _ request: ResponseRequest,
        _ names: ToolNames,
        textBytesMax: Int = 1 << 20,
        secrets: [String] = []
    ) {
        calls = ChatCalls(request, names)
        self.textBytesMax = textBytesMax
        self.secrets = secrets
    }

    /// It is known how the answer ends: only what was counted can still come.
    package var isComplete: Bool { end != nil }

    /// The data of one event.
    package mutating func read(_ data: String, into parts: inout [AnswerPart]) throws(BackEndFault) {
        guard !isOver else { return }
        if data.hasPrefix("[DONE]") { return finish(into: &parts) }
        guard let chunk = (try? JSON(parsing: data))?.object else {
            throw .misunderstood("sent an event that is no JSON object")
        }
        if let error = chunk["error"], error != .null {
            throw .reported(BackEndMessage.text(of: error, without: secrets))
        }
        if let counted = chunk["usage"]?.object { usage = ReportedUsage(counted) }
        guard end == nil, let choice = chunk["choices"]?.array?.first else { return }
        if let delta = choice["delta"] { try take(delta, into: &parts) }
        if bytes > textBytesMax {
            try conclude(.maxOutputTokens, into: &parts)
            return finish(into: &parts)
        }
        if let reason = choice["finish_reason"]?.string, !reason.isEmpty {
            try conclude(Self.end(reason), into: &parts)
        }
    }

    /// There are no more events.
    package mutating func close(into parts: inout [AnswerPart]) throws(BackEndFault) {
        guard !isOver else { return }
        guard isComplete else { throw .misunderstood("ended its answer in the middle") }
        finish(into: &parts)
    }

    /// Something went wrong. What was said is said; an answer whose end is known has ended so.
    package mutating func fail(_ fault: BackEndFault, into parts: inout [AnswerPart]) {
        guard !isOver else { return }
        end = end ?? .failed(.modelFailed(fault.sentence(about: "language model")))
        finish(into: &parts)
    }

    private mutating func take(_ delta: JSON, into parts: inout [AnswerPart]) throws(BackEndFault) {
        let text = (delta["content"]?.words ?? "") + (delta["refusal"]?.string ?? "")
        if !text.isEmpty {
            progress += 1
            bytes += text.utf8.count
            say(thoughts.pass(text), into: &parts)
        }
        // Thinking is never told, but it is not silence either.
        let isThinking = ["reasoning_content", "reasoning"].contains { delta[$0]?.string?.isEmpty == false }
        if isThinking { progress += 1 }
        for call in delta["tool_calls"]?.array ?? [] {
            progress += 1
            bytes += try calls.take(call, into: &parts)
        }
    }

    private mutating func say(_ text: String, into parts: inout [AnswerPart]) {
        guard !text.isEmpty else { return }
        if calls.hasLive { lateText += text } else { parts.append(.text(text)) }
    }

    /// All has been said and called.
    private mutating func conclude(_ end: AnswerEnd, into parts: inout [AnswerPart]) throws(BackEndFault) {
        say(thoughts.end(), into: &parts)
        try calls.end(into: &parts)
        say(lateText, into: &parts)
        lateText = ""
        self.end = end
    }

    private mutating func finish(into parts: inout [AnswerPart]) {
        if end == nil {
            do throws(BackEndFault) { try conclude(.completed, into: &parts) } catch {
                end = .failed(.modelFailed(error.sentence(about: "language model")))
            }
        }
        isOver = true
        if let usage { parts.append(.usage(usage)) }
        parts.append(.end(end ?? .completed))
    }

    private static func end(_ reason: String) -> AnswerEnd {
        switch reason {
        case "length", "max_tokens": .maxOutputTokens
        case "content_filter": .contentFilter
        case "error", "abort": .failed(.modelFailed("The server of the language model gave up the answer."))
        // `stop`, `tool_calls`, `function_call`, and what other servers call them.
        default: .completed
        }
    }
}

extension JSON {
    /// A text, or the texts of a list of parts.
    fileprivate var words: String? {
        string ?? array?.compactMap { $0["type"]?.string == "text" ? $0["text"]?.string : nil }.joined()
    }
}

extension ReportedUsage {
    /// `usage` of a chat completion. Images are counted with the rest of what was asked, so they are not counted again.
    fileprivate init(_ usage: JSONObject) {
        self.init(
            inputTextTokens: usage["prompt_tokens"]?.int,
            inputImageTokens: usage["prompt_tokens"]?.int.map { _ in 0 },
            cachedTextTokens: usage["prompt_tokens_details"]?["cached_tokens"]?.int,
            outputTextTokens: usage["completion_tokens"]?.int
        )
    }
}

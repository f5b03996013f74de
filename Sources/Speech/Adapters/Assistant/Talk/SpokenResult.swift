internal import Bytes

/// What a tool answered, as a sentence: JSON is read out, member by member, as far as anybody would listen.
struct SpokenResult {
    private static let itemsMax = 5
    private static let membersMax = 8
    private static let depthMax = 4
    private static let charactersMax = 600

    private let phrases: Phrases

    init(_ phrases: Phrases) { self.phrases = phrases }

    func sentence(_ result: Dialogue.Result) -> String {
        let text = String(result.text.trimmed)
        guard !result.hasFailed else { return phrases.failed(ended(text)) }
        guard !text.isEmpty else { return phrases.done }
        guard let value = try? JSON(parsing: text) else {
            return isSentence(text) ? ended(text) : phrases.found(ended(text))
        }
        if let failure = failure(in: value) { return phrases.failed(ended(failure)) }
        return sentence(of: value)
    }

    private func sentence(of value: JSON) -> String {
        switch value {
        case .null, .bool(true): return phrases.done
        case .bool(false): return phrases.failed("")
        case .string(let text): return text.isEmpty ? phrases.done : ended(text)
        case .array(let items) where items.isEmpty: return phrases.nothingFound
        case .object(let object):
            let told = object.members.filter { !isMark($0) }
            // Only that it went well.
            guard !told.isEmpty else { return phrases.done }
            if told.count == 1, let text = told.first?.value.string, isSentence(text) { return ended(text) }
            return phrases.found(ended(words(unwrapped(told), depth: 0)))
        case .array, .number: return phrases.found(ended(words(value, depth: 0)))
        }
    }

    /// `{"results": […]}` is its results.
    private func unwrapped(_ members: [JSONObject.Member]) -> JSON {
        guard members.count == 1, let value = members.first?.value, value.array != nil || value.object != nil else {
            return .object(JSONObject(uniqueMembers: members))
        }
        return value
    }

    /// It was written to be said.
    private func isSentence(_ text: String) -> Bool { text.contains(where: \.isWhitespace) }

    /// A member that says only that the call went well.
    private func isMark(_ member: JSONObject.Member) -> Bool {
        let names: Set<String> = ["ok", "success", "succeeded", "status", "result"]
        guard names.contains(member.name.lowercased()) else { return false }
        if member.value == true { return true }
        return ["ok", "success", "done", "succeeded"].contains(member.value.string?.lowercased() ?? "")
    }

    /// Why it did not go well; nil: it did.
    private func failure(in value: JSON) -> String? {
        guard case .object(let object) = value else { return nil }
        for name in ["error", "errors"] {
            guard let error = object[name], error != .null, error != false, error != [] else { continue }
            return error["message"]?.string ?? words(error, depth: 0)
        }
        guard object["success"] == false || object["ok"] == false else { return nil }
        return (object["message"] ?? object["reason"])?.string ?? ""
    }

    private func words(_ value: JSON, depth: Int) -> String {
        guard depth < Self.depthMax else { return "…" }
        switch value {
        case .null: return "–"
        case .bool(let flag): return phrases.spoken(flag)
        case .number(let number): return number.text
        case .string(let text): return String(text.prefix(Self.charactersMax))
        case .array(let items):
            let shown = items.prefix(Self.itemsMax).map { words($0, depth: depth + 1) }
            let isFlat = items.allSatisfy { $0.object == nil && $0.array == nil }
            let rest = items.count - shown.count
            let all = rest > 0 ? shown + [phrases.more(rest)] : shown
            return isFlat && rest == 0 ? phrases.list(all) : all.joined(separator: isFlat ? ", " : "; ")
        case .object(let object):
            let shown = object.members.prefix(Self.membersMax).filter { $0.value != .null }
            return shown.map { "\(Naming.phrase(of: $0.name)) \(words($0.value, depth: depth + 1))" }
                .joined(separator: ", ")
        }
    }

    private func ended(_ text: String) -> String {
        guard text.count <= Self.charactersMax else { return text.prefix(Self.charactersMax).trimmed + "…" }
        guard let last = text.last, !".!?…".contains(last) else { return text }
        return text + "."
    }
}

internal import Bytes
internal import RealtimeAPI
internal import RealtimeEngine

/// The calls of one answer, put together from their pieces.
///
/// The seam wants one call after the other, the stream may mix them. So the first one is told as it comes, unless it is
/// a tool's of an MCP server, and the others are kept until the answer is whole.
struct ChatCalls: Sendable, Equatable {
    private struct Call: Sendable, Equatable {
        var index: Int?
        var id: String
        var name = ""
        var arguments = ""
    }

    private static let callsMax = 128

    private let names: ToolNames
    private let isParallel: Bool
    private var usedIDs: Set<CallID>
    private var calls: [Call] = []
    /// The first call has been told, and its arguments are as they come.
    private(set) var hasLive = false

    init(_ request: ResponseRequest, _ names: ToolNames) {
        self.names = names
        isParallel = request.parallelToolCalls
        usedIDs = Set(
            request.context.compactMap { entry in
                if case .functionCall(let call) = entry.item { call.callID } else { nil }
            }
        )
    }

    /// How many bytes it added.
    mutating func take(_ delta: JSON, into parts: inout [AnswerPart]) throws(BackEndFault) -> Int {
        let function = delta["function"]
        let name = function?["name"]?.string ?? ""
        let arguments = function?["arguments"].map { $0.string ?? ($0 == .null ? "" : $0.text) } ?? ""
        let id = delta["id"]?.string ?? ""
        let index = delta["index"]?.int ?? function?["index"]?.int
        let place = place(index, id, name)
        if place == calls.count {
            guard calls.count < Self.callsMax else { throw .misunderstood("called more than \(Self.callsMax) tools") }
            calls.append(Call(index: index, id: id))
        }
        if calls[place].name.isEmpty { calls[place].name = name }
        calls[place].arguments += arguments
        if place == 0 { tell(arguments, into: &parts) }
        return id.utf8.count + name.utf8.count + arguments.utf8.count
    }

    /// Which call a piece belongs to. Ollama gives every call of an answer the index 0 and tells them apart by their
    /// identifiers; other servers leave out the index, or the identifier.
    private func place(_ index: Int?, _ id: String, _ name: String) -> Int {
        let same = index.map { index in calls.lastIndex { $0.index == index } } ?? calls.indices.last
        guard let same else { return calls.count }
        if !id.isEmpty, !calls[same].id.isEmpty, calls[same].id != id {
            return calls.lastIndex { $0.id == id } ?? calls.count
        }
        // Neither says that this is another one, but it begins like one, and the one before is whole.
        let begins = id.isEmpty && !name.isEmpty && !calls[same].name.isEmpty
        return begins && (try? JSON(parsing: calls[same].arguments)) != nil ? calls.count : same
    }

    private mutating func tell(_ arguments: String, into parts: inout [AnswerPart]) {
        guard let call = calls.first, !call.name.isEmpty else { return }
        if hasLive {
            if !arguments.isEmpty { parts.append(.arguments(arguments)) }
        } else if names.tool(named: call.name) == nil {
            hasLive = true
            parts.append(.functionCall(callID(call.id), name: call.name))
            if !call.arguments.isEmpty { parts.append(.arguments(call.arguments)) }
        }
    }

    /// What was kept, in order. Nothing comes after it.
    mutating func end(into parts: inout [AnswerPart]) throws(BackEndFault) {
        defer { calls = [] }
        for (index, call) in calls.enumerated() where index == 0 || isParallel {
            guard !call.name.isEmpty else { throw .misunderstood("called a tool without saying which") }
            // A function without parameters has an empty object of them.
            let arguments = call.arguments.isEmpty ? "{}" : call.arguments
            if index == 0, hasLive {
                if call.arguments.isEmpty { parts.append(.arguments(arguments)) }
            } else if let tool = names.tool(named: call.name) {
                parts.append(.mcpCall(serverLabel: tool.serverLabel, name: tool.tool, arguments: arguments))
            } else {
                parts.append(.functionCall(callID(call.id), name: call.name))
                parts.append(.arguments(arguments))
            }
        }
        hasLive = false
    }

    /// The server's own identifier where it is one of ours, and new; else the engine makes one.
    private mutating func callID(_ id: String) -> CallID? {
        let isPlain = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isPlain, 1...CallID.charactersMax ~= id.utf8.count, usedIDs.insert(CallID(id)).inserted else {
            return nil
        }
        return CallID(id)
    }
}

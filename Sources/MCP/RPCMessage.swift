import Bytes

/// A message of JSON-RPC 2.0, as far as a client must tell them apart.
enum RPCMessage: Sendable, Equatable {
    /// A request of the server's.
    case question(id: JSON, method: String)
    case notification
    case result(id: JSON, JSONObject)
    case error(id: JSON?, RPCError)

    /// All messages of a text: one, or a list of them, as 2025-03-26 has it.
    static func read(_ bytes: [UInt8], _ limits: JSONLimits) throws(MCPFailure) -> [RPCMessage] {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: bytes, limits: limits)
        } catch {
            throw .violation("The MCP server's answer is no JSON: \(error)")
        }
        guard case .array(let batch) = json else { return [try RPCMessage(json)] }
        var messages: [RPCMessage] = []
        for json in batch { messages.append(try RPCMessage(json)) }
        return messages
    }

    init(_ json: JSON) throws(MCPFailure) {
        guard let object = json.object, object["jsonrpc"]?.string == "2.0" else {
            throw .violation("The MCP server's answer is no message of JSON-RPC 2.0.")
        }
        let id = object["id"]
        if let method = object["method"]?.string {
            self = id.map { .question(id: $0, method: method) } ?? .notification
        } else if let error = object["error"] {
            self = .error(id: id, RPCError(error))
        } else if let id, let result = object["result"]?.object {
            self = .result(id: id, result)
        } else {
            throw .violation("The MCP server's answer has no result and no error.")
        }
    }
}

/// What a server says went wrong (JSON-RPC 2.0 §5.1).
struct RPCError: Sendable, Equatable {
    var code: Int
    var message: String
    /// The versions that a server of 2026-07-28 names where it is spoken to in another.
    var supportedVersions: [String] = []

    init(_ json: JSON) {
        code = json["code"]?.int ?? RPCCode.internalError
        message = MCPFailure.words(json["message"]?.string ?? "It does not say what is wrong.")
        supportedVersions = json["data"]?["supported"]?.array?.compactMap(\.string) ?? []
    }
}

/// The numbers that the protocol gives to what goes wrong.
public enum RPCCode {
    public static let invalidRequest = -32_600
    public static let methodNotFound = -32_601
    public static let internalError = -32_603
    static let invalidParams = -32_602
    static let headerMismatch = -32_020
    static let unsupportedVersion = -32_022
}

/// What is sent.
enum RPCText {
    static func request(_ id: Int, _ method: String, _ params: JSONObject) -> [UInt8] {
        bytes(["jsonrpc": "2.0", "id": .number(JSONNumber(id)), "method": .string(method), "params": .object(params)])
    }

    static func notification(_ method: String, _ params: JSONObject = [:]) -> [UInt8] {
        var message: JSONObject = ["jsonrpc": "2.0", "method": .string(method)]
        if !params.members.isEmpty { message["params"] = .object(params) }
        return bytes(message)
    }

    /// What a client answers that can nothing but list and call: a ping is answered, all else is not known here.
    static func reply(to id: JSON, method: String) -> [UInt8] {
        guard method != "ping" else { return bytes(["jsonrpc": "2.0", "id": id, "result": [:]]) }
        let error: JSON = [
            "code": .number(JSONNumber(RPCCode.methodNotFound)), "message": "This client does not answer requests.",
        ]
        return bytes(["jsonrpc": "2.0", "id": id, "error": error])
    }

    private static func bytes(_ message: JSONObject) -> [UInt8] { JSON.object(message).bytes }
}

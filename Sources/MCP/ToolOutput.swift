import Bytes

/// What a tool gave, as the text that a model reads. What is no text is named: it is not in the text, and not lost
/// unnoticed.
struct ToolOutput: Sendable, Equatable {
    let text: String
    let isError: Bool

    /// Nil where the result is none of a tool's.
    init?(_ result: JSONObject) {
        if let kind = result["resultType"]?.string, kind != "complete" {
            text = "The tool asks for more (\(MCPFailure.words(kind))), and nobody here can answer it."
            isError = true
            return
        }
        isError = result["isError"]?.bool ?? false
        let blocks = result["content"]?.array
        let structured = result["structuredContent"]
        guard blocks != nil || structured != nil else { return nil }
        let words = (blocks ?? []).map(Self.words).joined(separator: "\n")
        // Tools with a structured result should give it as text, too; some do not.
        text = words.isEmpty ? structured?.text ?? "" : words
    }

    private static func words(of block: JSON) -> String {
        let kind = block["type"]?.string ?? ""
        switch kind {
        case "text": return block["text"]?.string ?? ""
        case "image", "audio": return "[\(kind)\(details(block))]"
        case "resource_link":
            return "[a link to \(block["uri"]?.string ?? "a resource")\(block["name"]?.string.map { ", \($0)" } ?? "")]"
        case "resource":
            guard let resource = block["resource"] else { return "[a resource]" }
            return resource["text"]?.string ?? "[the resource \(resource["uri"]?.string ?? "")\(details(resource))]"
        default: return "[content of the type \(kind.isEmpty ? "that it does not name" : kind)]"
        }
    }

    private static func details(_ block: JSON) -> String {
        let base64 = block["data"]?.string ?? block["blob"]?.string ?? ""
        let type = block["mimeType"]?.string.map { ", \($0)" } ?? ""
        return "\(type), \(base64.utf8.count / 4 * 3) bytes"
    }
}

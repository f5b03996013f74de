import Bytes
import RealtimeAPI
import RealtimeEngine
import Speech

/// What the assistant costs whose content is as large as a library's.
extension Work {
    static var assistant: [Work] { [libraryAnswer, filling] }

    private static let megabytes = 10

    /// Sections about one thing each, of words that a language has: few often, many seldom.
    private static var content: [AssistantOptions.Document] {
        var state: UInt64 = 42
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(count))
        }
        let syllables = [
            "ba", "co", "di", "fe", "gu", "ha", "jo", "ki", "lu", "me", "no", "pa", "ri", "so", "tu", "ve",
        ]
        let words: [String] = (0..<40_000).map { number in
            let places: [Int] = [number & 15, number >> 4 & 15, number >> 8 & 15]
            return places.map { syllables[$0] }.joined() + String(number / 4_096)
        }
        func word() -> String { words[min(random(40_000), random(40_000), random(40_000), random(40_000))] }
        return (0..<megabytes).map { number in
            var text = ""
            while text.utf8.count < 1_000_000 {
                text += "# About \(word()) \(word())\n\n"
                for _ in 0..<6 {
                    text += "The \(word()) is " + (0..<12).map { _ in word() }.joined(separator: " ") + ".\n"
                }
                text += "\n"
            }
            return AssistantOptions.Document(name: "part \(number)", text: text)
        }
    }

    private static let library: Assistant? = {
        var options = AssistantOptions()
        options.documents = content
        return try? Assistant(options)
    }()

    private static func asking(_ text: String, _ tools: [FunctionTool] = []) -> ResponseRequest {
        let part = ContentPart {
            $0.type = .inputText
            $0.text = text
        }
        let said = ContextItem(item: .message(Message { $0.content = [part] }))
        return ResponseRequest(model: "assistant", context: Array(repeating: said, count: 10), functions: tools)
    }

    private static var libraryAnswer: Work {
        // Common words, seldom ones, and one with an error: the dearest question.
        let request = asking("where is the bababa0 of cocoba0 and the fefefe3 with a jojojoj5 please tell me")
        let library = library
        return Work(name: "answer from \(megabytes) MB", target: 5_000) { library?.steps(for: request).count ?? 0 }
    }

    private static var filling: Work {
        let tools = (0..<20).map { number in
            FunctionTool {
                $0.name = "zap_\(number)"
                $0.description = "Does a thing in a city, number \(number)"
                $0.parameters = [
                    "type": "object", "required": ["city", "date"],
                    "properties": ["city": ["type": "string"], "date": ["type": "string"]],
                ]
            }
        }
        let request = asking("please zap seven in new york tomorrow", tools)
        let assistant = try? Assistant()
        return Work(name: "fill in a call, of 20 tools", target: 2_000) { assistant?.steps(for: request).count ?? 0 }
    }
}

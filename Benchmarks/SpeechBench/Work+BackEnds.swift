import Bytes
import RealtimeAPI
import RealtimeEngine
import Speech

/// What answers of servers cost: a token of a language model, the question for it, and a tenth of a second of a voice.
extension Work {
    static var backEnds: [Work] { [token, question, voice] }

    private static let conversation: ResponseRequest = {
        func message(_ role: Message.Role, _ kind: ContentPart.Kind, _ text: String) -> ContextItem {
            let part = ContentPart {
                $0.type = kind
                $0.text = text
            }
            let message = Message {
                $0.role = role
                $0.content = [part]
            }
            return ContextItem(item: .message(message))
        }
        let turn = [
            message(.user, .inputText, "What is the weather in Paris today, and what will it be tomorrow, please?"),
            message(
                .assistant,
                .outputText,
                "It is sunny in Paris, twenty one degrees, and tomorrow there will be rain."
            ),
        ]
        return ResponseRequest(model: "gpt-realtime", context: Array(repeating: turn, count: 10).flatMap { $0 })
    }()

    private static var token: Work {
        let event = """
            data: {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,"model":"tiny",\
            "system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":{"content":" Hello"},"logprobs":null,\
            "finish_reason":null}]}


            """
        let bytes = Array(event.utf8)
        let names = ToolNames(conversation)
        let stream = ChatStream(conversation, names, textBytesMax: .max)
        var reader = ChatReader(stream, eventBytesMax: 1 << 20)
        return Work(name: "read a token of a chat", target: 15) {
            var parts: [AnswerPart] = []
            try? bytes.span.withUnsafeBytes { (bytes) throws(BackEndFault) in try reader.read(bytes, into: &parts) }
            return parts.count
        }
    }

    private static var question: Work {
        let options = ChatOptions(address: BackEndAddress(url: "http://127.0.0.1/v1"), model: "tiny")
        return Work(name: "ask a chat of 20 messages", target: 150) {
            let names = ToolNames(conversation)
            return JSON.object(ChatRequest.body(conversation, names, options)).bytes.count
        }
    }

    private static var voice: Work {
        // A file of 22,050 Hz, whose head is read once.
        func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        let format = word(1 << 16 | 1) + word(22_050) + word(44_100) + word(16 << 16 | 2)
        let head = Array("RIFF".utf8) + word(-1) + Array("WAVEfmt ".utf8) + word(16) + format
        let samples = [UInt8](repeating: 7, count: 4_410)
        var options = SpeechOptions(address: BackEndAddress(url: "http://127.0.0.1/v1"), model: "tiny")
        options.format = .wav
        options.clauseMax = .seconds(1_000_000)
        var reader = SpokenReader(String(repeating: "word ", count: 100), speed: 1, options)
        var parts: [SpeakingReport] = []
        let start = head + Array("data".utf8) + word(-1)
        try? start.span.withUnsafeBytes { (bytes) throws(BackEndFault) in try reader.read(bytes, into: &parts) }
        return Work(name: "read 100 ms of a voice at 22,050 Hz", target: 60) {
            var parts: [SpeakingReport] = []
            try? samples.span.withUnsafeBytes { (bytes) throws(BackEndFault) in try reader.read(bytes, into: &parts) }
            return parts.count
        }
    }
}

import RealtimeAPI

/// Tokens where no back end counts them.
///
/// Audio is exact by the contract: a token for 100 ms of the user's, one for 50 ms of the assistant's. Text is taken
/// at four bytes of UTF-8 a token, rounded up; an image at 85 tokens in low detail and 765 otherwise (OpenAI's figures
/// for a 1,024-pixel square).
package enum TokenEstimate {
    package static let userTicks = Ticks.milliseconds(100)
    package static let assistantTicks = Ticks.milliseconds(50)
    package static let bytesPerToken = 4
    package static let imageLow = 85
    package static let imageHigh = 765

    package static func text(_ text: String) -> Int { (text.utf8.count + bytesPerToken - 1) / bytesPerToken }

    package static func userAudio(_ length: Ticks) -> Int { (length.count + userTicks.count - 1) / userTicks.count }

    package static func assistantAudio(_ length: Ticks) -> Int {
        (length.count + assistantTicks.count - 1) / assistantTicks.count
    }
}

/// Text that comes in pieces: the tokens are those of the whole.
struct TextCount: Sendable, Equatable {
    private var bytes = 0

    var tokens: Int { (bytes + TokenEstimate.bytesPerToken - 1) / TokenEstimate.bytesPerToken }

    mutating func add(_ text: String) { bytes += text.utf8.count }
}

/// Tokens of the three kinds that usage tells apart.
package struct TokenCount: Sendable, Equatable {
    package var text = 0
    package var audio = 0
    package var image = 0

    package init(text: Int = 0, audio: Int = 0, image: Int = 0) {
        self.text = text
        self.audio = audio
        self.image = image
    }

    package var total: Int { text + audio + image }

    package static func + (left: TokenCount, right: TokenCount) -> TokenCount {
        TokenCount(text: left.text + right.text, audio: left.audio + right.audio, image: left.image + right.image)
    }
}

extension Conversation.Entry {
    /// What the item adds to a response's input.
    package var tokens: TokenCount {
        guard case .message(let message) = item else { return TokenCount(text: TokenEstimate.text(item.spokenText)) }
        var count = TokenCount()
        for (index, part) in message.content.enumerated() {
            switch part.type {
            case .inputImage: count.image += part.detail == .low ? TokenEstimate.imageLow : TokenEstimate.imageHigh
            case .inputAudio: count.audio += TokenEstimate.userAudio(audio[index]?.length ?? .zero)
            case .outputAudio: count.audio += TokenEstimate.assistantAudio(audio[index]?.length ?? .zero)
            default: count.text += TokenEstimate.text(part.text ?? "")
            }
        }
        return count
    }
}

extension Item {
    /// The words that a model reads of an item that is no message.
    var spokenText: String {
        switch self {
        case .functionCall(let call): call.name + call.arguments
        case .functionCallOutput(let output): output.output
        case .mcpCall(let call): call.name + call.arguments + (call.output.value ?? "")
        case .message, .mcpListTools, .mcpApprovalRequest, .mcpApprovalResponse, .unknown: ""
        }
    }
}

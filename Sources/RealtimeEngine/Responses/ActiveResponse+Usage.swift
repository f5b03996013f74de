import RealtimeAPI

extension ActiveResponse {
    /// Audio is counted by its length; text and what was cached as the back end reports, else by the estimate.
    var usage: Usage {
        let asked = wasAsked ? self.input : TokenCount()
        let input = TokenCount(
            text: reported.inputTextTokens ?? asked.text,
            audio: asked.audio,
            image: reported.inputImageTokens ?? asked.image
        )
        let output = TokenCount(
            text: reported.outputTextTokens ?? sentText.tokens,
            audio: TokenEstimate.assistantAudio(sentAudio)
        )
        return Usage {
            $0.totalTokens = input.total + output.total
            $0.inputTokens = input.total
            $0.outputTokens = output.total
            $0.inputDetails = inputDetails(input)
            $0.outputDetails = Usage.OutputDetails {
                $0.textTokens = output.text
                $0.audioTokens = output.audio
            }
        }
    }

    private func inputDetails(_ input: TokenCount) -> Usage.InputDetails {
        // What was cached is part of what was asked, whatever a back end says.
        let cachedText = min(reported.cachedTextTokens ?? 0, input.text)
        let cachedAudio = min(reported.cachedAudioTokens ?? 0, input.audio)
        return Usage.InputDetails {
            $0.textTokens = input.text
            $0.audioTokens = input.audio
            $0.imageTokens = input.image
            $0.cachedTokens = cachedText + cachedAudio
            $0.cachedTokensDetails = Usage.CachedDetails {
                $0.textTokens = cachedText
                $0.audioTokens = cachedAudio
                $0.imageTokens = 0
            }
        }
    }
}

extension ReportedUsage {
    /// A back end may report any number; sums of these cannot overflow.
    var plausible: ReportedUsage {
        ReportedUsage(
            inputTextTokens: inputTextTokens.map(Self.clamped),
            inputImageTokens: inputImageTokens.map(Self.clamped),
            cachedTextTokens: cachedTextTokens.map(Self.clamped),
            cachedAudioTokens: cachedAudioTokens.map(Self.clamped),
            outputTextTokens: outputTextTokens.map(Self.clamped)
        )
    }

    private static func clamped(_ count: Int) -> Int { min(max(0, count), 1 << 40) }
}

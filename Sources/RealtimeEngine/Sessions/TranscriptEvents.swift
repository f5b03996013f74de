import RealtimeAPI

/// What a client is told of the transcription of an item's audio.
struct TranscriptEvents {
    var item: ItemID
    var contentIndex = 0
    /// The length of the audio, for usage where the recogniser reports none.
    var audio: Ticks
    var model: String?
    var wantsLogprobs: Bool

    /// nil: nothing to tell.
    func event(_ report: ListenerReport, ids: inout IDSource) -> ServerEvent? {
        switch report {
        case .delta(let text, let logprobs): return delta(text, logprobs, &ids)
        case .segment(let segment):
            var placed = segment
            placed.itemID = item
            placed.contentIndex = contentIndex
            return .transcriptionSegment(placed)
        case .endOfTurn: return nil
        case .final(let transcript): return .transcriptionCompleted(completed(transcript))
        case .failed(let why): return .transcriptionFailed(failed(why))
        }
    }

    private func delta(_ text: String, _ logprobs: [LogProbability]?, _ ids: inout IDSource) -> ServerEvent? {
        guard !text.isEmpty else { return nil }
        let padding = ids.obfuscation(forDeltaOf: text.utf8.count)
        let event = TranscriptionDelta {
            $0.itemID = item
            $0.contentIndex = contentIndex
            $0.delta = text
            if wantsLogprobs, let logprobs { $0.logprobs = .value(logprobs) }
            $0.obfuscation = padding
        }
        return .transcriptionDelta(event)
    }

    private func completed(_ transcript: HeardText) -> TranscriptionCompleted {
        TranscriptionCompleted {
            $0.itemID = item
            $0.contentIndex = contentIndex
            $0.transcript = transcript.text
            if let languages = transcript.languages {
                $0.languages = languages.map { code in TranscriptionCompleted.Language { $0.code = code } }
            }
            if wantsLogprobs, let logprobs = transcript.logprobs { $0.logprobs = .value(logprobs) }
            $0.usage = transcript.usage ?? estimatedUsage(transcript.text)
        }
    }

    private func failed(_ why: String) -> TranscriptionFailed {
        let error = APIError.transcriptionFailed(why)
        return TranscriptionFailed {
            $0.itemID = item
            $0.contentIndex = contentIndex
            $0.error = TranscriptionFailed.Failure {
                $0.type = error.type.rawValue
                $0.code = Nullable(error.code)
                $0.message = error.message
                $0.param = .null
            }
        }
    }

    /// Whisper is paid by the second, the others by the token.
    private func estimatedUsage(_ text: String) -> TranscriptionUsage {
        TranscriptionUsage {
            guard model != "whisper-1" else {
                $0.type = .duration
                $0.seconds = audio.seconds
                return
            }
            let heard = TokenEstimate.userAudio(audio)
            let written = TokenEstimate.text(text)
            $0.totalTokens = heard + written
            $0.inputTokens = heard
            $0.inputDetails = TranscriptionUsage.InputDetails {
                $0.textTokens = 0
                $0.audioTokens = heard
            }
            $0.outputTokens = written
        }
    }
}

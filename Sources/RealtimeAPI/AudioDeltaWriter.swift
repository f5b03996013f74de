internal import Bytes

/// The hot server event, `response.output_audio.delta`, written without a JSON value.
public struct AudioDelta: Sendable, Equatable {
    public var eventID: String
    public var responseID: String
    public var itemID: String
    public var outputIndex: Int
    public var contentIndex: Int

    /// Random characters that hide how long the audio is; nil where the client wanted none.
    public var obfuscation: String?

    public init(
        eventID: String,
        responseID: String,
        itemID: String,
        outputIndex: Int,
        contentIndex: Int,
        obfuscation: String? = nil
    ) {
        self.eventID = eventID
        self.responseID = responseID
        self.itemID = itemID
        self.outputIndex = outputIndex
        self.contentIndex = contentIndex
        self.obfuscation = obfuscation
    }
}

extension AudioDelta {
    /// What a dialect calls the event: all that differs.
    public struct Spelling: Sendable, Equatable {
        let opening: String

        init(type: String) { opening = #"{"type":"\#(type)","event_id":"# }

        public static let ga = Spelling(type: "response.output_audio.delta")
    }

    /// Appends the whole event, with `audio`, which is in the session's output format. Allocates once at most.
    public func write(encoded audio: UnsafeRawBufferPointer, to bytes: inout [UInt8], as spelling: Spelling = .ga) {
        bytes.reserveCapacity(bytes.count + writtenCount(audioBytes: audio.count, as: spelling))
        bytes.append(contentsOf: spelling.opening.utf8)
        JSON.write(quoted: eventID, to: &bytes)
        bytes.append(contentsOf: Piece.responseID.utf8)
        JSON.write(quoted: responseID, to: &bytes)
        bytes.append(contentsOf: Piece.itemID.utf8)
        JSON.write(quoted: itemID, to: &bytes)
        bytes.append(contentsOf: Piece.outputIndex.utf8)
        bytes.append(contentsOf: String(outputIndex).utf8)
        bytes.append(contentsOf: Piece.contentIndex.utf8)
        bytes.append(contentsOf: String(contentIndex).utf8)
        bytes.append(contentsOf: Piece.delta.utf8)
        Base64.encode(audio, appendingTo: &bytes)
        if let obfuscation {
            bytes.append(contentsOf: Piece.obfuscation.utf8)
            JSON.write(quoted: obfuscation, to: &bytes)
            bytes.append(contentsOf: Piece.end.utf8)
        } else {
            bytes.append(contentsOf: Piece.endAfterDelta.utf8)
        }
    }

    /// Exactly how many bytes the event takes with so much audio.
    package func writtenCount(audioBytes: Int, as spelling: Spelling = .ga) -> Int {
        let strings = [eventID, responseID, itemID].reduce(0) { $0 + JSON.quotedCount(of: $1) }
        let numbers = String(outputIndex).utf8.count + String(contentIndex).utf8.count
        let end = obfuscation.map { Piece.obfuscation.utf8.count + JSON.quotedCount(of: $0) + Piece.end.utf8.count }
        return spelling.opening.utf8.count + Piece.countBeforeDelta + strings + numbers
            + Base64.encodedCount(of: audioBytes)
            + (end ?? Piece.endAfterDelta.utf8.count)
    }

    /// What is the same in every event.
    private enum Piece {
        static let responseID = #","response_id":"#
        static let itemID = #","item_id":"#
        static let outputIndex = #","output_index":"#
        static let contentIndex = #","content_index":"#
        static let delta = #","delta":""#
        static let endAfterDelta = #""}"#
        static let obfuscation = #"","obfuscation":"#
        static let end = "}"

        static let countBeforeDelta = [responseID, itemID, outputIndex, contentIndex, delta]
            .reduce(0) { $0 + $1.utf8.count }
    }
}

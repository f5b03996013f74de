internal import Bytes

/// What was said in a file, and when.
package struct Transcript: Sendable, Equatable {
    package struct Segment: Sendable, Equatable {
        /// In milliseconds of the file.
        package var start: Int
        package var end: Int
        package var text: String

        package init(start: Int, end: Int, text: String) {
            self.start = start
            self.end = end
            self.text = text
        }
    }

    /// In the order of time. What was no words is none.
    package private(set) var segments: [Segment] = []

    package init(_ segments: [Segment] = []) {
        for segment in segments {
            let text = segment.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard !text.isEmpty else { continue }
            self.segments.append(Segment(start: segment.start, end: max(segment.start, segment.end), text: text))
        }
        self.segments.sort { $0.start < $1.start }
    }

    package var text: String { segments.map(\.text).joined(separator: " ") }
}

/// How a transcript is written.
package enum TranscriptFormat: String, Sendable, CaseIterable {
    case text, json, srt, vtt

    /// Subtitles of two files would be at the same times.
    package var holdsOneFile: Bool { self == .srt || self == .vtt }

    /// As a file or a terminal gets it. `name` is the file's, where several are written one after the other.
    package func write(_ transcript: Transcript, file: String, isOneOfMany: Bool) -> String {
        switch self {
        case .text: isOneOfMany ? "\(file): \(transcript.text)\n" : "\(transcript.text)\n"
        case .json: Self.json(transcript, file: file).text + "\n"
        case .srt: Self.srt(transcript)
        case .vtt: Self.vtt(transcript)
        }
    }

    /// An object a file, in a line: times in seconds.
    private static func json(_ transcript: Transcript, file: String) -> JSON {
        func seconds(_ milliseconds: Int) -> JSON {
            JSONNumber(Double(milliseconds) / 1_000).map { .number($0) } ?? .null
        }
        let segments = transcript.segments.map { segment -> JSON in
            [
                "start": seconds(segment.start), "end": seconds(segment.end), "text": .string(segment.text),
            ]
        }
        return ["file": .string(file), "text": .string(transcript.text), "segments": .array(segments)]
    }

    private static func srt(_ transcript: Transcript) -> String {
        transcript.segments.enumerated().map { index, segment in
            // An arrow would be taken for a line of times.
            let text = segment.text.replacing("-->", with: "->")
            return "\(index + 1)\n\(time(segment.start, ",")) --> \(time(segment.end, ","))\n\(text)\n"
        }
        .joined(separator: "\n")
    }

    /// WebVTT §4.1, and §4.2.2 on what is escaped.
    private static func vtt(_ transcript: Transcript) -> String {
        let cues = transcript.segments.map { segment in
            let text = segment.text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
                .replacing(">", with: "&gt;")
            return "\n\(time(segment.start, ".")) --> \(time(segment.end, "."))\n\(text)\n"
        }
        return "WEBVTT\n" + cues.joined()
    }

    /// `01:02:03,004`; hours have more digits where they need them.
    private static func time(_ milliseconds: Int, _ mark: Character) -> String {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        let hours = padded(seconds / 3_600, 2)
        return "\(hours):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))\(mark)\(padded(rest, 3))"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

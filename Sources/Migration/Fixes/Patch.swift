/// Changes to one file, and how they look.
public struct Patch: Sendable {
    public let text: [UInt8]
    public let diff: String

    /// Nil: there is nothing to change.
    public init?(_ findings: [Finding], to source: SourceText, path: String) {
        let edits = Self.merged(findings.flatMap(\.edits), within: source.bytes.count)
        guard !edits.isEmpty else { return nil }
        var text: [UInt8] = []
        var position = 0
        for edit in edits {
            text += source.bytes[position..<edit.range.lowerBound]
            text += Array(edit.text.utf8)
            position = edit.range.upperBound
        }
        self.text = text + source.bytes[position...]
        diff = Self.diff(edits, source, path)
    }

    /// In order; deletions that touch are one, and of others that overlap the first stands.
    static func merged(_ edits: [Finding.Edit], within count: Int) -> [Finding.Edit] {
        let usable = edits.filter { $0.range.lowerBound >= 0 && $0.range.upperBound <= count }
        let sorted = usable.enumerated().sorted { left, right in
            let (one, other) = (left.element.range, right.element.range)
            return (one.lowerBound, one.upperBound, left.offset) < (other.lowerBound, other.upperBound, right.offset)
        }
        var result: [Finding.Edit] = []
        for (_, edit) in sorted {
            guard let last = result.last, last.range.upperBound > edit.range.lowerBound || last == edit else {
                result.append(edit)
                continue
            }
            if last.text.isEmpty, edit.text.isEmpty, last != edit {
                let end = max(last.range.upperBound, edit.range.upperBound)
                result[result.count - 1] = Finding.Edit(last.range.lowerBound..<end, "")
            }
        }
        return result
    }

    private static func diff(_ edits: [Finding.Edit], _ source: SourceText, _ path: String) -> String {
        var hunks: [(lines: Range<Int>, edits: [Finding.Edit])] = []
        for edit in edits {
            let first = source.lineIndex(of: edit.range.lowerBound)
            let last = source.lineIndex(of: max(edit.range.lowerBound, edit.range.upperBound - 1))
            if let hunk = hunks.last, hunk.lines.upperBound > first {
                hunks[hunks.count - 1] = (
                    hunk.lines.lowerBound..<max(hunk.lines.upperBound, last + 1), hunk.edits + [edit]
                )
            } else {
                hunks.append((first..<(last + 1), [edit]))
            }
        }
        var text = "--- \(path)\n+++ \(path)\n"
        var shift = 0
        for hunk in hunks {
            let start = source.lineRange(hunk.lines.lowerBound).lowerBound
            let end = source.lineRange(hunk.lines.upperBound - 1).upperBound
            let old = lines(Array(source.bytes[start..<end]))
            let new = lines(
                applied(hunk.edits, to: source.bytes, start..<max(end, hunk.edits.last?.range.upperBound ?? end))
            )
            let line = hunk.lines.lowerBound + 1
            text += "@@ -\(line),\(old.count) +\(line + shift),\(new.count) @@\n"
            text += old.map { "-\($0)\n" }.joined() + new.map { "+\($0)\n" }.joined()
            shift += new.count - old.count
        }
        return text
    }

    private static func applied(_ edits: [Finding.Edit], to bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
        var text: [UInt8] = []
        var position = range.lowerBound
        for edit in edits {
            text += bytes[position..<max(position, edit.range.lowerBound)]
            text += Array(edit.text.utf8)
            position = edit.range.upperBound
        }
        return text + bytes[position..<max(position, range.upperBound)]
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
        }
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}

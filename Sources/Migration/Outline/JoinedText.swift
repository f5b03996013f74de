/// An address as the program will see it: literals joined with `+`, names replaced by the texts that they were given.
struct JoinedText: Sendable {
    private(set) var text = ""
    /// How many literals it is made of.
    private(set) var literals = 0
    /// Which byte of which token stands at a place of the text; from its start on.
    private var parts: [(start: Int, count: Int, token: Int, offset: Int)] = []

    /// The joined text around a string, if the string is the first literal of it.
    init?(startingAt index: Int, of outline: Outline, constants: [String: String]) {
        let joints = ["+", "."]
        if let before = outline.token(index - 1), before.isMark("+"), let earlier = outline.token(index - 2),
            earlier.kind == .string
        {
            return nil
        }
        if outline.isMark("+", at: index - 1), let name = outline.token(index - 2), name.kind == .name {
            text += constants[name.text] ?? Token.hole
        }
        var index = index
        while let token = outline.token(index) {
            if token.kind == .string {
                literals += 1
                append(token, at: index, constants)
            } else if token.kind == .name {
                text += constants[token.text] ?? Token.hole
                while outline.isMark(".", at: index + 1), outline.token(index + 2)?.kind == .name { index += 2 }
                if outline.isMark("(", at: index + 1) { index = outline.close(of: index + 1) }
            } else {
                break
            }
            guard let joint = outline.token(index + 1), joint.kind == .mark, joints.contains(joint.text),
                let next = outline.token(index + 2), next.kind == .string || joint.text == "+"
            else { break }
            index += 2
            if text.utf8.count > 4_096 { break }
        }
    }

    private mutating func append(_ token: Token, at index: Int, _ constants: [String: String]) {
        let bytes = Array(token.text.utf8)
        var plainStart = 0
        var offset = 0
        func take(_ end: Int) -> String { String(decoding: bytes[plainStart..<end], as: UTF8.self) }
        while offset < bytes.count {
            guard bytes[offset] == Token.holeByte else {
                offset += 1
                continue
            }
            parts.append((text.utf8.count, offset - plainStart, index, plainStart))
            text += take(offset)
            var end = offset + 1
            while end < bytes.count, bytes[end].isWord || bytes[end] == UInt8(ascii: "$") { end += 1 }
            let isNamed = end < bytes.count && bytes[end] == Token.holeByte && end > offset + 1
            let name = isNamed ? String(decoding: bytes[(offset + 1)..<end], as: UTF8.self) : ""
            text += constants[name].flatMap { $0.holds(Token.hole) ? nil : $0 } ?? Token.hole
            offset = isNamed ? end + 1 : offset + 1
            plainStart = offset
        }
        parts.append((text.utf8.count, bytes.count - plainStart, index, plainStart))
        text += take(bytes.count)
    }

    /// The token that says what stands at a place; nil if a name's text does.
    ///
    /// What begins in a name's text and goes on in a literal stands where the literal begins.
    func token(at range: Range<Int>) -> (token: Int, offset: Int)? {
        let (start, end) = (range.lowerBound, range.upperBound)
        if let part = parts.last(where: { $0.start <= start && start < $0.start + $0.count }) {
            return (part.token, part.offset + start - part.start)
        }
        return parts.first { $0.start > start && $0.start < end && $0.count > 0 }.map { ($0.token, $0.offset) }
    }
}

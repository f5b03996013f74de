/// Writes the heads of messages. All is checked before the first byte is written.
enum HeadWriter {
    /// Which fields only the machine writes.
    private static let reserved = ["Content-Length", "Transfer-Encoding", "Connection", "Date"]

    static func check(_ fields: HeaderFields) throws(HTTPWriteError) {
        for field in fields.fields {
            guard Octet.isToken(field.name) else { throw .invalidHeaderName(field.name) }
            if reserved.contains(where: { Octet.isSame($0, field.name) }) { throw .reservedHeader(field.name) }
            guard isValue(field.value) else { throw .invalidHeaderValue(name: field.name) }
        }
    }

    static func check(_ head: ResponseHead) throws(HTTPWriteError) {
        guard 100...599 ~= head.status else { throw .invalidStatus(head.status) }
        guard isValue(head.reason ?? "") else { throw .invalidHeaderValue(name: "reason") }
        try check(head.headers)
    }

    static func isValue(_ text: String) -> Bool { text.utf8.allSatisfy { Octet.isFieldValue($0) } }

    /// The head of a checked response, `own` being the fields that the machine adds.
    static func write(_ head: ResponseHead, own: HeaderFields, into out: inout [UInt8]) {
        out.append(contentsOf: "HTTP/1.1 \(head.status) ".utf8)
        out.append(contentsOf: (head.reason ?? ResponseHead.usualReason(of: head.status)).utf8)
        endLine(&out)
        write(head.headers, own, into: &out)
    }

    static func write(
        method: String,
        target: String,
        _ fields: HeaderFields,
        own: HeaderFields,
        into out: inout [UInt8]
    ) {
        out.append(contentsOf: "\(method) \(target) HTTP/1.1".utf8)
        endLine(&out)
        write(own, fields, into: &out)
    }

    private static func write(_ first: HeaderFields, _ second: HeaderFields, into out: inout [UInt8]) {
        for field in first.fields + second.fields {
            out.append(contentsOf: field.name.utf8)
            out.append(Octet.colon)
            out.append(Octet.space)
            out.append(contentsOf: field.value.utf8)
            endLine(&out)
        }
        endLine(&out)
    }

    static func endLine(_ out: inout [UInt8]) {
        out.append(Octet.carriageReturn)
        out.append(Octet.lineFeed)
    }
}

/// Writes the chunks of a body whose length is not known beforehand (RFC 9112 §7.1).
enum ChunkWriter {
    /// An empty chunk would end the body: nothing is written for it.
    static func write(_ piece: [UInt8], into out: inout [UInt8]) {
        guard !piece.isEmpty else { return }
        out.append(contentsOf: String(piece.count, radix: 16).utf8)
        HeadWriter.endLine(&out)
        out.append(contentsOf: piece)
        HeadWriter.endLine(&out)
    }

    static func writeEnd(into out: inout [UInt8]) { out.append(contentsOf: "0\r\n\r\n".utf8) }
}

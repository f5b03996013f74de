import HTTP
import Testing

/// What two servers in a row could understand differently, so that the second finds a request that the first did not
/// see.
/// Each is refused, and nothing after it is read.
@Suite("Requests cannot be smuggled")
struct SmugglingTests {
    typealias Row = (section: String, violation: HTTPViolation, head: String)

    /// Lines after `POST / HTTP/1.1` and `Host: h`.
    static let framing: [Row] = [
        ("9112 §6.3", .contentLengthWithTransferEncoding, "Content-Length: 4\r\nTransfer-Encoding: chunked"),
        ("9112 §6.3", .contentLengthWithTransferEncoding, "Transfer-Encoding: chunked\r\nContent-Length: 4"),
        ("9112 §6.3", .repeatedContentLength, "Content-Length: 4\r\nContent-Length: 5"),
        ("9112 §6.3", .repeatedContentLength, "Content-Length: 4\r\ncontent-length: 4"),
        ("9112 §6.3", .malformedContentLength, "Content-Length: 4, 4"),
        ("9110 §8.6", .malformedContentLength, "Content-Length:"),
        ("9110 §8.6", .malformedContentLength, "Content-Length: +4"),
        ("9110 §8.6", .malformedContentLength, "Content-Length: -1"),
        ("9110 §8.6", .malformedContentLength, "Content-Length: 0x4"),
        ("9110 §8.6", .malformedContentLength, "Content-Length: 4 4"),
        ("9110 §8.6", .malformedContentLength, "Content-Length: 4.0"),
        ("9110 §8.6", .malformedContentLength, "Content-Length: \u{661}"),
        ("9110 §8.6", .malformedContentLength, "Content-Length: 9999999999999999999"),
        ("9110 §8.6", .malformedContentLength, "Content-Length: 18446744073709551620"),
        ("9112 §6.1", .chunkedNotLast, "Transfer-Encoding: chunked, gzip"),
        ("9112 §6.1", .chunkedNotLast, "Transfer-Encoding: identity"),
        ("9112 §6.1", .chunkedNotLast, "Transfer-Encoding: xchunked"),
        ("9112 §6.1", .chunkedNotLast, "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
        ("9112 §6.1", .chunkedNotLast, "Transfer-Encoding: chunked, chunked"),
        ("9112 §6.1", .unsupportedTransferCoding, "Transfer-Encoding: gzip, chunked"),
        ("9112 §6.1", .unsupportedTransferCoding, "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked"),
        ("9112 §6.1", .malformedTransferEncoding, "Transfer-Encoding: chunked,"),
        ("9112 §6.1", .malformedTransferEncoding, "Transfer-Encoding: ,chunked"),
        ("9112 §6.1", .malformedTransferEncoding, "Transfer-Encoding:"),
        ("9112 §6.1", .malformedTransferEncoding, "Transfer-Encoding: \"chunked\""),
        ("9112 §6.1", .malformedTransferEncoding, "Transfer-Encoding: chunked;q=1"),
        ("9112 §6.1", .malformedTransferEncoding, "Transfer-Encoding: chun ked"),
        ("9112 §5.5", .controlCharacter, "Transfer-Encoding: \u{B}chunked"),
        ("9112 §5.5", .controlCharacter, "X: a\0b"),
        ("9112 §5.5", .controlCharacter, "X: a\u{7F}b"),
        ("9112 §5.1", .spaceBeforeColon, "Transfer-Encoding : chunked"),
        ("9112 §5.1", .spaceBeforeColon, "Content-Length\t: 4"),
        ("9112 §5.2", .foldedHeader, "Transfer-Encoding:\r\n chunked"),
        ("9112 §5.2", .foldedHeader, "X: a\r\n\tb"),
        ("9112 §2.2", .bareLineFeed, "X: a\nContent-Length: 4"),
        ("9112 §2.2", .bareLineFeed, "X: a\n\nY: b"),
        ("9112 §2.2", .bareCarriageReturn, "X: a\rContent-Length: 4"),
        ("9112 §2.2", .bareCarriageReturn, "X: a\r\r\nY: b"),
        ("9112 §2.2", .bareCarriageReturn, "X\r: a"),
        ("9110 §5.1", .malformedHeaderName, "Content-Length\u{A0}: 4"),
        ("9110 §5.1", .malformedHeaderName, "Content(Length): 4"),
        ("9110 §5.1", .malformedHeaderName, ": 4"),
        ("9110 §5.1", .controlCharacter, "Content-Length\0: 4"),
        ("9110 §5.1", .missingColon, "Content-Length"),
        ("9112 §3.2", .repeatedHost, "Host: i"),
        ("9112 §3.2", .repeatedHost, "HOST: h"),
    ]

    @Test("A head that says where it ends twice, oddly or in hiding (RFC 9110, RFC 9112)", arguments: framing)
    func refusesHead(_ row: Row) throws {
        try expect(row.violation, "POST / HTTP/1.1\r\nHost: h\r\n\(row.head)\r\n\r\n0\r\n\r\n")
    }

    static let lines: [Row] = [
        ("9112 §3", .malformedRequestLine, "GET  / HTTP/1.1\r\nHost: h"),
        ("9112 §3", .malformedRequestLine, "GET / HTTP/1.1 \r\nHost: h"),
        ("9112 §3", .malformedRequestLine, " GET / HTTP/1.1\r\nHost: h"),
        ("9112 §3", .malformedRequestLine, "GET\t/\tHTTP/1.1\r\nHost: h"),
        ("9112 §3", .malformedRequestLine, "GET /\r\nHost: h"),
        ("9112 §3", .malformedRequestLine, "G(T / HTTP/1.1\r\nHost: h"),
        ("9112 §3", .malformedRequestLine, "GET /\u{e9} HTTP/1.1\r\nHost: h"),
        ("9112 §3", .malformedRequestLine, "GET /\0 HTTP/1.1\r\nHost: h"),
        ("9112 §2.3", .malformedRequestLine, "GET / http/1.1\r\nHost: h"),
        ("9112 §2.3", .malformedRequestLine, "GET / HTTP/1.10\r\nHost: h"),
        ("9112 §2.3", .malformedRequestLine, "GET / HTTP/1\r\nHost: h"),
        ("9112 §2.3", .unsupportedVersion, "GET / HTTP/2.0\r\nHost: h"),
        ("9112 §2.3", .unsupportedVersion, "PRI * HTTP/2.0\r\n\r\nSM"),
        ("9112 §2.3", .unsupportedVersion, "GET / HTTP/0.9\r\nHost: h"),
        ("9112 §2.2", .bareCarriageReturn, "GET /\r HTTP/1.1\r\nHost: h"),
        ("9112 §2.2", .bareLineFeed, "GET / HTTP/1.1\nHost: h"),
        ("9112 §2.2", .bareLineFeed, "\nGET / HTTP/1.1\r\nHost: h"),
        ("9112 §3.2", .missingHost, "GET / HTTP/1.1"),
        ("9112 §3.2", .malformedHost, "GET / HTTP/1.1\r\nHost: a b"),
        ("9112 §3.2", .malformedHost, "GET / HTTP/1.1\r\nHost: a, b"),
        ("9112 §3.2", .malformedHost, "GET / HTTP/1.1\r\nHost: user@h"),
        ("9112 §3.2", .malformedHost, "GET / HTTP/1.1\r\nHost: h/x"),
        ("9112 §3.2", .malformedHost, "GET / HTTP/1.1\r\nHost: h:80:80"),
        ("9112 §3.2", .malformedHost, "GET / HTTP/1.1\r\nHost: h:x"),
        ("9112 §3.2", .malformedHost, "GET / HTTP/1.1\r\nHost: [::1"),
        ("9112 §3.2.2", .hostDiffersFromTarget, "GET http://a/ HTTP/1.1\r\nHost: b"),
        ("9112 §3.2.2", .hostDiffersFromTarget, "GET http://a:80/ HTTP/1.1\r\nHost: a"),
        ("9112 §3.2.2", .malformedTarget, "GET http://u@h/ HTTP/1.1\r\nHost: h"),
        ("9112 §3.2.2", .malformedTarget, "GET http:/// HTTP/1.1\r\nHost: h"),
        ("9112 §3.2.2", .malformedTarget, "GET ftp://h/ HTTP/1.1\r\nHost: h"),
        ("9112 §3.2.4", .malformedTarget, "GET * HTTP/1.1\r\nHost: h"),
        ("9112 §3.2.1", .malformedTarget, "GET /a#b HTTP/1.1\r\nHost: h"),
        ("9112 §3.2.1", .malformedTarget, "GET /%zz HTTP/1.1\r\nHost: h"),
        ("9112 §3.2.3", .malformedTarget, "GET h:80 HTTP/1.1\r\nHost: h"),
        ("9110 §9.3.6", .unsupportedMethod, "CONNECT h:80 HTTP/1.1\r\nHost: h:80"),
        ("9112 §6.1", .transferEncodingInHTTP10, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked"),
        ("9110 §10.1.1", .unsupportedExpectation, "POST / HTTP/1.1\r\nHost: h\r\nExpect: 200-ok"),
    ]

    @Test("A first line or a host that is not exactly one (RFC 9110, RFC 9112)", arguments: lines)
    func refusesLine(_ row: Row) throws { try expect(row.violation, row.head + "\r\n\r\n") }

    static let chunks: [Row] = [
        ("9112 §7.1", .malformedChunkSize, "\r\n\r\n"),
        ("9112 §7.1", .malformedChunkSize, "g\r\n"),
        ("9112 §7.1", .malformedChunkSize, "0x1\r\na\r\n"),
        ("9112 §7.1", .malformedChunkSize, "+1\r\na\r\n"),
        ("9112 §7.1", .malformedChunkSize, "-1\r\na\r\n"),
        ("9112 §7.1", .malformedChunkSize, " 1\r\na\r\n"),
        ("9112 §7.1", .malformedChunkSize, "1 \r\na\r\n"),
        ("9112 §7.1", .malformedChunkSize, "1 ;a\r\na\r\n"),
        ("9112 §7.1", .malformedChunkSize, "1,a\r\na\r\n"),
        ("9112 §7.1", .malformedChunkSize, "FFFFFFFFFFFFFFFF\r\na\r\n"),
        ("9112 §7.1", .malformedChunkSize, "10000000000000001\r\na\r\n"),
        ("9112 §7.1.1", .malformedChunkSize, "1;a\rb\r\na\r\n"),
        ("9112 §7.1.1", .malformedChunkSize, "1;a\0\r\na\r\n"),
        ("9112 §7.1", .bareLineFeed, "1\na\r\n0\r\n\r\n"),
        ("9112 §7.1", .bareLineFeed, "1;a\nb\r\n"),
        ("9112 §7.1", .malformedChunkEnd, "1\r\nab\r\n0\r\n\r\n"),
        ("9112 §7.1", .malformedChunkEnd, "1\r\na\n0\r\n\r\n"),
        ("9112 §7.1", .malformedChunkEnd, "1\r\na\r0\r\n\r\n"),
        ("9112 §7.1.2", .foldedHeader, "0\r\nX: a\r\n b\r\n\r\n"),
        ("9112 §7.1.2", .bareLineFeed, "0\r\nX: a\n\r\n"),
        ("9112 §7.1.2", .spaceBeforeColon, "0\r\nGET / HTTP/1.1\r\n\r\n"),
        ("9112 §7.1.2", .bareLineFeed, "0\r\n\nGET"),
    ]

    @Test("Chunks whose end is not where their size says (RFC 9112)", arguments: chunks)
    func refusesChunk(_ row: Row) throws {
        try expect(row.violation, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + row.head)
    }

    /// The refusal is the last event, however the bytes are cut; the next request is never seen.
    private func expect(_ violation: HTTPViolation, _ input: String) throws {
        let input = bytes(input + "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n")
        for cuts in [[], Array(1..<input.count)] {
            var server = ServerConnection.limited()
            let (events, output) = try server.serve(input, cutAt: cuts)
            #expect(events.last == .refused(violation), "cut at \(cuts.count) places")
            #expect(!events.contains { $0.request?.target == "/smuggled" })
            #expect(text(output).hasPrefix("HTTP/1.1 \(violation.status) "))
            #expect(text(output).contains("\r\nConnection: close\r\n"))
            #expect(server.isClosed)
        }
    }
}

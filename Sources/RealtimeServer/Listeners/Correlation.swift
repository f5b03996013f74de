package import HTTP

/// What a request brings to be recognised by, in the logs of all who handle it.
package struct Correlation: Sendable, Equatable {
    package var clientRequestID: String?
    package var traceParent: String?

    /// Identifiers beyond this are not ours to carry on every line.
    static let lengthMax = 512

    package init(_ headers: HeaderFields) {
        clientRequestID = ["X-Client-Request-Id", "x-ms-client-request-id"].lazy
            .compactMap { headers.only($0) }
            .first { !$0.isEmpty && $0.utf8.count <= Self.lengthMax }
        traceParent = headers.only("traceparent").flatMap { Self.isTraceParent($0) ? $0 : nil }
    }

    /// W3C Trace Context, version 00: `00-<32 hex>-<16 hex>-<2 hex>`, neither id all zeros.
    static func isTraceParent(_ text: String) -> Bool {
        let fields = text.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8)
        guard fields.map(\.count) == [2, 32, 16, 2], text.hasPrefix("00-") else { return false }
        let isHex = fields.allSatisfy { $0.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) } }
        return isHex && fields[1].contains { $0 != 0x30 } && fields[2].contains { $0 != 0x30 }
    }
}

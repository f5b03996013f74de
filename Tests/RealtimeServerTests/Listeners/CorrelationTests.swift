import HTTP
import RealtimeServer
import Testing

@Suite("Correlation")
struct CorrelationTests {
    @Test("Either service's header names the client's request, and OpenAI's comes first")
    func clientRequestID() {
        #expect(Correlation(["x-ms-client-request-id": "azure"]).clientRequestID == "azure")
        #expect(Correlation(["x-ms-client-request-id": "a", "X-Client-Request-Id": "b"]).clientRequestID == "b")
        #expect(Correlation([:]).clientRequestID == nil)
    }

    @Test("What is too long for every log line, empty, or said twice is no name")
    func refusedNames() {
        #expect(Correlation(["X-Client-Request-Id": String(repeating: "a", count: 513)]).clientRequestID == nil)
        #expect(Correlation(["X-Client-Request-Id": ""]).clientRequestID == nil)
        #expect(Correlation(["X-Client-Request-Id": "a", "x-client-request-id": "b"]).clientRequestID == nil)
    }

    static let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test("A trace parent is taken as it is written")
    func traceParent() { #expect(Correlation(["traceparent": Self.trace]).traceParent == Self.trace) }

    @Test(
        "What is no trace parent is none",
        arguments: [
            "", "00", "00---", trace.uppercased(), trace + "-00", "01" + trace.dropFirst(2),
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
        ]
    )
    func noTraceParent(_ text: String) { #expect(Correlation(["traceparent": text]).traceParent == nil) }
}

import Glibc
import HTTP
import NetIO
import Testing

@Suite("Streams of the HTTP client", .timeLimit(.minutes(1)))
struct HTTPStreamTests {
    private static let eventHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n"

    @Test("Events come as the server says them")
    func events() async throws {
        let seen = Signal<Bool>()
        let server = RawServer { peer in
            guard peer.readHead()?.contains("Accept: text/event-stream\r\n") == true else { return }
            peer.write(Self.eventHead + "data: one\n\n: a comment\n")
            // The second is said only when the first was read: nothing waits for the end of the stream.
            _ = peer.read(0)
            seen.say(true)
            peer.write("event: two\r\nid: 7\r\ndata: a\r\ndata: b\r\n\r\ndata: never ended")
        }
        try await withClient { client in
            let events = try await client.events(HTTPClientRequest("GET", server.url))
            var iterator = events.makeAsyncIterator()
            #expect(try await iterator.next() == EventStreamReader.Event(data: "one"))
            _ = await seen.heard()
            let second = EventStreamReader.Event(type: "two", data: "a\nb", lastEventID: "7")
            #expect(try await iterator.next() == second)
            #expect(try await iterator.next() == nil)
            #expect(try await iterator.next() == nil)
        }
    }

    @Test("An answer that is no event stream is told with its body")
    func notEvents() async throws {
        let server = RawServer { peer in
            guard peer.readHead() != nil else { return }
            peer.respond("{\"error\":\"no\"}", status: "429 Too Many Requests", headers: "Retry-After: 1\r\n")
        }
        try await withClient { client in
            do throws(HTTPClientError) {
                _ = try await client.events(HTTPClientRequest("GET", server.url))
                Issue.record("it was taken for events")
            } catch {
                guard case .notAnEventStream(let response) = error else {
                    Issue.record("\(error)")
                    return
                }
                #expect(response.status == 429)
                #expect(response.headers["Retry-After"] == "1")
                #expect(response.body == Array("{\"error\":\"no\"}".utf8))
            }
        }
    }

    @Test("A line without an end ends the stream")
    func longLine() async throws {
        let server = RawServer { peer in
            guard peer.readHead() != nil else { return }
            peer.write(Self.eventHead + "data: one\n\ndata: ")
            while peer.write(String(repeating: "x", count: 10_000)) {}
        }
        try await withClient { client in
            var limits = ServerSentEvents.Limits()
            limits.lineBytesMax = 50_000
            let events = try await client.events(HTTPClientRequest("GET", server.url), limits: limits)
            var iterator = events.makeAsyncIterator()
            #expect(try await iterator.next()?.data == "one")
            await #expect(throws: HTTPClientError.eventStream(.lineTooLong(limit: 50_000))) {
                try await iterator.next()
            }
        }
    }

    @Test("A stream that breaks off says so after what came")
    func truncated() async throws {
        let server = RawServer { peer in
            guard peer.readHead() != nil else { return }
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome")
        }
        try await withClient { client in
            let response = try await client.stream(HTTPClientRequest("GET", server.url))
            var iterator = response.body.makeAsyncIterator()
            #expect(try await iterator.next() == Array("some".utf8))
            do throws(HTTPClientError) {
                _ = try await iterator.next()
                Issue.record("the end was taken for a whole body")
            } catch {
                guard case .truncated = error else {
                    Issue.record("\(error)")
                    return
                }
            }
        }
    }

    @Test("A cancelled task ends the request, and the server sees it", arguments: [false, true])
    func cancelled(_ hasBegun: Bool) async throws {
        let (arrived, ended) = (Signal<Bool>(), Signal<Bool>())
        let server = RawServer { peer in
            _ = peer.readHead()
            if hasBegun { peer.write(Self.eventHead + "data: one\n\n") }
            arrived.say(true)
            peer.waitForEnd()
            ended.say(true)
        }
        try await withClient { client in
            let task = Task {
                let events = try await client.events(HTTPClientRequest("GET", server.url))
                for try await _ in events {}
            }
            _ = await arrived.heard()
            task.cancel()
            await #expect(throws: HTTPClientError.cancelled) { try await task.value }
            #expect(await ended.heard() == true)
        }
    }

    @Test("A task that was cancelled before sends nothing")
    func cancelledBefore() async throws {
        let server = RawServer { $0.waitForEnd() }
        try await withClient { client in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                _ = try await client.send(HTTPClientRequest("GET", server.url))
            }
            await #expect(throws: HTTPClientError.cancelled) { try await task.value }
        }
        #expect(server.acceptedCount == 0)
    }

    @Test("Letting go of a response ends it")
    func dropped() async throws {
        let ended = Signal<Bool>()
        let server = RawServer { peer in
            _ = peer.readHead()
            peer.write("HTTP/1.1 200 OK\r\n\r\nsome")
            peer.waitForEnd()
            ended.say(true)
        }
        try await withClient { client in
            let status = try await client.stream(HTTPClientRequest("GET", server.url)).status
            #expect(status == 200)
            #expect(await ended.heard() == true)
        }
    }

    @Test("A reader that does not read holds the server back, and then gets everything")
    func backPressure() async throws {
        let bytesMax = 64 << 20
        let written = Lock(0)
        let stuck = Signal<Bool>()
        let server = RawServer { peer in
            guard peer.readHead() != nil else { return }
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: \(bytesMax)\r\n\r\n")
            var limit = timeval(tv_sec: 0, tv_usec: 200_000)
            setsockopt(peer.socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            let piece = [UInt8](repeating: 7, count: 1 << 16)
            var left = bytesMax
            while left > 0 {
                let sent = piece.withUnsafeBytes {
                    send(peer.socket, $0.baseAddress!, $0.count, Int32(MSG_NOSIGNAL))
                }
                if sent > 0 {
                    left -= sent
                    written.withLock { $0 += sent }
                } else if errno == EAGAIN {
                    stuck.say(true)
                } else {
                    return
                }
            }
        }
        try await withClient { client in
            var request = HTTPClientRequest("GET", server.url)
            request.options.responseBytesMax = bytesMax
            // Far shorter than the pause: a reader that holds back is no stall.
            request.options.stallTimeout = .milliseconds(150)
            let response = try await client.stream(request)
            _ = await stuck.heard()
            #expect(written.withLock { $0 } < 24 << 20, "kernel buffers and ours, and no more")
            var count = 0
            for try await piece in response.body { count += piece.count }
            #expect(count == bytesMax)
        }
    }

    @Test("Callbacks come in order, and none after a cancel within one")
    func callbacks() async throws {
        let ended = Signal<Bool>()
        let server = RawServer { peer in
            _ = peer.readHead()
            peer.write("HTTP/1.1 200 OK\r\n\r\none")
            peer.waitForEnd()
            ended.say(true)
        }
        try await withClient { client in
            let recorder = Recorder()
            client.loop.post { _ = client.start(HTTPClientRequest("GET", server.url), delegate: recorder) }
            #expect(await recorder.end.heard() == .cancelled)
            #expect(recorder.heard.withLock { $0 } == ["head 200", "one"])
            #expect(await ended.heard() == true)
        }
    }

    /// Cancels at the first piece.
    private final class Recorder: TransferDelegate, Sendable {
        let heard = Lock<[String]>([])
        let end = Signal<HTTPClientError?>()

        func received(_ head: ResponseHead, on transfer: Transfer) {
            heard.withLock { $0.append("head \(head.status)") }
        }

        func received(_ bytes: UnsafeRawBufferPointer, on transfer: Transfer) {
            heard.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
            transfer.cancel()
            transfer.cancel()
        }

        func ended(_ error: HTTPClientError?, on transfer: Transfer) { end.say(error) }
    }
}

import BenchSupport
import Foundation
import HTTP

/// A piece of work, and how long it may take.
struct Work {
    let name: String
    let bytes: Int
    let target: Double?
    let run: () -> Int

    func microseconds(checksum: inout Int) -> Double {
        Stopwatch.microseconds(run, checksum: &checksum)
    }
}

extension Work {
    static var all: [Work] {
        [
            decode(name: "decode a masked text frame", payload: audio, pieces: 1, target: 2),
            decode(name: "the same, in 5 pieces", payload: audio, pieces: 5, target: nil),
            decode(name: "the same size, not ASCII", payload: umlauts, pieces: 1, target: nil),
            decode(name: "a ping, and its answer", payload: [], pieces: 1, target: nil),
            encode, encodeHeader, encodeMasked, upgrade,
        ]
    }

    /// An `input_audio_buffer.append` of 100 ms at 24 kHz.
    private static let audio =
        Array(#"{"type":"input_audio_buffer.append","audio":""#.utf8) + [UInt8](repeating: 0x41, count: 6_400)
        + Array(#""}"#.utf8)

    private static let umlauts = Array(String(repeating: "ä", count: 3_224).utf8)

    /// A client's frame, by our own client.
    private static func frame(_ payload: [UInt8]) -> [UInt8] {
        var client = WebSocketConnection(role: .client(masks: SystemRandomNumberGenerator()))
        var frame: [UInt8] = []
        do {
            if payload.isEmpty { try client.ping(into: &frame) } else { try client.send(.text, payload, into: &frame) }
        } catch { fatalError("\(error)") }
        return frame
    }

    private static func decode(name: String, payload: [UInt8], pieces: Int, target: Double?) -> Work {
        let frame = frame(payload)
        let size = (frame.count + pieces - 1) / pieces
        let edges = stride(from: 0, to: frame.count, by: size).map { $0..<min($0 + size, frame.count) }
        var server = WebSocketConnection(role: .server)
        var output: [UInt8] = []
        return Work(name: name, bytes: frame.count, target: target) {
            var seen = 0
            frame.withUnsafeBytes { frame in
                for edge in edges {
                    for event in server.receive(UnsafeRawBufferPointer(rebasing: frame[edge]), into: &output) {
                        if case .message(let message) = event { seen += message.bytes.count }
                    }
                }
            }
            output.removeAll(keepingCapacity: true)
            return seen
        }
    }

    private static var encode: Work {
        var server = WebSocketConnection(role: .server)
        var output: [UInt8] = []
        return Work(name: "encode a server's frame", bytes: audio.count, target: 2) {
            output.removeAll(keepingCapacity: true)
            do { try server.send(.text, audio, into: &output) } catch { return 0 }
            return output.count
        }
    }

    private static var encodeHeader: Work {
        var server = WebSocketConnection(role: .server)
        var output: [UInt8] = []
        return Work(name: "only its header", bytes: 4, target: nil) {
            output.removeAll(keepingCapacity: true)
            do { try server.sendHeader(of: .text, payloadBytes: audio.count, into: &output) } catch { return 0 }
            return output.count
        }
    }

    private static var encodeMasked: Work {
        var client = WebSocketConnection(role: .client(masks: SystemRandomNumberGenerator()))
        var output: [UInt8] = []
        return Work(name: "encode a client's frame", bytes: audio.count, target: nil) {
            output.removeAll(keepingCapacity: true)
            do { try client.send(.text, audio, into: &output) } catch { return 0 }
            return output.count
        }
    }

    /// As the official Python SDK sends it.
    private static var upgrade: Work {
        let head = Array(
            """
            GET /v1/realtime?model=gpt-realtime HTTP/1.1\r
            Host: localhost:8080\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r
            Authorization: Bearer sk-0123456789abcdef0123456789abcdef0123456789abcdef\r
            User-Agent: OpenAI/Python 3.52.0\r
            OpenAI-Organization: org-0123456789\r
            X-Stainless-Lang: python\r
            X-Client-Request-Id: 3f1c0a52-0d3c-4a3a-8f60-1f4f6d2f7f2f\r
            \r

            """.utf8
        )
        return Work(name: "parse the head of an upgrade", bytes: head.count, target: nil) {
            var server = ServerConnection(limits: HTTPLimits(bodyBytesMax: 1_000_000))
            server.receive(head)
            guard case .request(let request) = server.next(), server.next() == .end else { return 0 }
            return request.headers.count
        }
    }
}

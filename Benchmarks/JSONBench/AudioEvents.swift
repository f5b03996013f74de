import Bytes
import Foundation
import RealtimeAPI

/// Tenths of a second of audio, 24 kHz PCM16, in and out.
enum AudioEvents {
    private static let pcm = (0..<4_800).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7) }
    private static let append = Array(
        #"{"event_id":"event_0123456789abcdef","type":"input_audio_buffer.append","audio":"\#(Base64.encode(pcm))"}"#
            .utf8
    )
    private static let delta = AudioDelta(
        eventID: "event_0123456789abcdefghijk",
        responseID: "resp_0123456789abcdefghijk",
        itemID: "item_0123456789abcdefghijk",
        outputIndex: 0,
        contentIndex: 0,
        obfuscation: "a1b2c3d4"
    )

    private struct Append: Decodable {
        var event_id: String?
        var type: String
        var audio: String
    }

    private struct Delta: Encodable {
        var type = "response.output_audio.delta"
        var event_id = AudioEvents.delta.eventID
        var response_id = AudioEvents.delta.responseID
        var item_id = AudioEvents.delta.itemID
        var output_index = AudioEvents.delta.outputIndex
        var content_index = AudioEvents.delta.contentIndex
        var delta: Data
        var obfuscation = AudioEvents.delta.obfuscation
    }

    static func decodeFast() -> Comparison {
        var bytes: [UInt8] = []
        var samples: [Int16] = []
        let ours = {
            bytes.removeAll(keepingCapacity: true)
            samples.removeAll(keepingCapacity: true)
            append.withUnsafeBytes { frame in
                let audio = AppendFrame(scanning: frame)!.audio
                try! Base64.decode(UnsafeRawBufferPointer(rebasing: frame[audio]), appendingTo: &bytes)
            }
            _ = PCM16.samples(from: bytes, appendingTo: &samples)
            return samples.count &+ Int(samples[17])
        }
        return Comparison(
            name: "(a) append event to samples",
            bytes: append.count,
            target: 4,
            ours: ours,
            foundation: decodeWithFoundation()
        )
    }

    static func decodeGeneral() -> Comparison {
        let ours = {
            var samples: [Int16] = []
            let event = try! JSON(parsing: append)
            _ = PCM16.samples(from: try! Base64.decode(event["audio"]!.string!), appendingTo: &samples)
            return samples.count &+ Int(samples[17])
        }
        return Comparison(
            name: "    the same by the general path",
            bytes: append.count,
            target: nil,
            ours: ours,
            foundation: decodeWithFoundation()
        )
    }

    private static func decodeWithFoundation() -> () -> Int {
        let decoder = JSONDecoder()
        let data = Data(append)
        return {
            let bytes = Data(base64Encoded: try! decoder.decode(Append.self, from: data).audio)!
            let samples = bytes.withUnsafeBytes { Array($0.bindMemory(to: Int16.self)) }
            return samples.count &+ Int(samples[17])
        }
    }

    static func encode() -> Comparison {
        var written: [UInt8] = []
        pcm.withUnsafeBytes { delta.write(encoded: $0, to: &written) }
        let ours = {
            var bytes: [UInt8] = []
            pcm.withUnsafeBytes { delta.write(encoded: $0, to: &bytes) }
            return bytes.count &+ Int(bytes[300])
        }
        let encoder = JSONEncoder()
        let data = Data(pcm)
        let foundation = { try! encoder.encode(Delta(delta: data)).count }
        return Comparison(
            name: "(b) audio delta event from bytes",
            bytes: written.count,
            target: 2,
            ours: ours,
            foundation: foundation
        )
    }

    static func base64() -> [Comparison] {
        let characters = Array(Base64.encode(pcm).utf8)
        let text = Data(characters)
        let data = Data(pcm)
        var output: [UInt8] = []
        let decode = {
            output.removeAll(keepingCapacity: true)
            characters.withUnsafeBytes { characters in try! Base64.decode(characters, appendingTo: &output) }
            return output.count &+ Int(output[17])
        }
        let encode = {
            output.removeAll(keepingCapacity: true)
            Base64.encode(pcm, appendingTo: &output)
            return output.count &+ Int(output[17])
        }
        return [
            Comparison(name: "    base64 in", bytes: characters.count, target: nil, ours: decode) {
                Data(base64Encoded: text)!.count
            },
            Comparison(name: "    base64 out", bytes: characters.count, target: nil, ours: encode) {
                data.base64EncodedData().count
            },
        ]
    }
}

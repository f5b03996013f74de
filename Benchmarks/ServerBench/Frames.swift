import Bytes
import Foundation

/// The messages that are sent, made once: what is measured is the server, and not the making of audio.
enum Frames {
    static let sampleRate = 24_000
    /// 100 ms of PCM16.
    static let length = Duration.milliseconds(100)

    static let silence = append(samples(amplitude: 0))
    /// A tone at -15 dBFS, far above what any detector's threshold is.
    static let speech = append(samples(amplitude: 8_000))
    static let clear = Array(#"{"type":"input_audio_buffer.clear"}"#.utf8)
    static let cleared = Array(#"{"type":"input_audio_buffer.cleared""#.utf8)
    static let speechStarted = Array(#"{"type":"input_audio_buffer.speech_started""#.utf8)
    static let audioDelta = Array(#"{"type":"response.output_audio.delta""#.utf8)
    /// 200 ms of audio, as a server sends them.
    static let answer: [UInt8] = {
        let head: String =
            #"{"type":"response.output_audio.delta","event_id":"event_0123456789abcdef","#
            + #""response_id":"resp_0123456789abcdef","item_id":"item_0123456789abcdef","output_index":0,"#
            + #""content_index":0,"delta":""#
        var text = Array(head.utf8)
        Base64.encode(samples(amplitude: 8_000) + samples(amplitude: 8_000), appendingTo: &text)
        return text + Array(#""}"#.utf8)
    }()
    static let sessionUpdated = Array(#"{"type":"session.updated""#.utf8)
    static let failure = Array(#"{"type":"error""#.utf8)

    /// The longest append that the protocol takes: 15 MiB of audio, of 20 MiB in base64.
    static let longest = append([UInt8](repeating: 0, count: 15 << 20))

    /// What a session does with what it hears.
    enum Manner {
        /// Nothing: it takes the audio.
        case keeps
        /// It finds turns and answers none.
        case listens
        /// It answers turns, and is interrupted by them.
        case talks
    }

    static func sessionUpdate(_ manner: Manner) -> [UInt8] {
        let detection =
            #"{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":500,"#
            + #""create_response":\#(manner == .talks),"interrupt_response":true}"#
        return Array(
            (#"{"type":"session.update","session":{"type":"realtime","output_modalities":["audio"],"audio":{"input":"#
                + #"{"format":{"type":"audio/pcm","rate":24000},"turn_detection":"#
                + (manner == .keeps ? "null" : detection) + "}}}}").utf8
        )
    }

    private static func samples(amplitude: Double) -> [UInt8] {
        let samples = (0..<sampleRate / 10).map { index in
            Int16(amplitude * sin(2 * .pi * 220 * Double(index) / Double(sampleRate)))
        }
        var bytes: [UInt8] = []
        PCM16.bytes(from: samples, appendingTo: &bytes)
        return bytes
    }

    private static func append(_ audio: [UInt8]) -> [UInt8] {
        var text = Array(#"{"type":"input_audio_buffer.append","audio":""#.utf8)
        Base64.encode(audio, appendingTo: &text)
        return text + Array(#""}"#.utf8)
    }
}

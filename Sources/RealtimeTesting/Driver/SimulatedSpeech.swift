import Bytes
import RealtimeAPI
import RealtimeEngine

/// Sound that a simulated detector takes for speech, and silence that it does not.
enum SimulatedSpeech {
    /// A saw-tooth: each sample differs from its neighbours, so that audio which is cut wrongly is seen.
    static func samples(_ length: Ticks, loud: Bool) -> Samples {
        (0..<length.count).map { loud ? Int16(2_000 + $0 % 4_000) : 0 }
    }

    /// The client event that appends it.
    static func append(_ samples: Samples, session: SessionKind) -> [UInt8] {
        var bytes: [UInt8] = []
        PCM16.bytes(from: samples, appendingTo: &bytes)
        let body = AudioAppend { $0.audio = Base64.encode(bytes) }
        let event = session == .translation ? ClientEvent.translationAppend(body) : .inputAudioAppend(body)
        return event.json(eventID: nil).bytes
    }
}

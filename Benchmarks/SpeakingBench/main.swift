import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech

let speaker = FliteSpeaker()
let loop = EventLoop.start()
await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
    loop.post {
        _ = speaker.speak("Hello there.", manner: SpeakingManner(voice: .named("alloy")), on: loop) { report in
            switch report {
            case .audio(let samples, let text): print(samples.count, text)
            default:
                print(report)
                done.resume()
            }
        }
    }
}

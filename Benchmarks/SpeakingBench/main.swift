import Foundation
import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech

// What speech costs: the first sound, seconds of a core for a second of speech, a whole answer, and a cancel.

let loop = EventLoop.start()
let flite = FliteSpeaker()

print("flite: to the first sound (median, worst of 21; CPU), and seconds of CPU for a second of speech")
for voice in ["alloy", "ash", "ballad", "echo"] {
    for length in [10, 30, 60, 120, 200] {
        let cost = await Cost.of(flite, Texts.english(length), voice: voice, runs: 21)
        print(cost.line("\(voice) \(length) characters"))
    }
}
if let espeak = EspeakSpeaker() {
    print("espeak-ng, Spanish; without the CPU of its processes")
    for length in [10, 60, 200] {
        let cost = await Cost.of(espeak, Texts.spanish(length), voice: "alloy", language: "es", runs: 21)
        print(cost.line("alloy \(length) characters"))
    }
}
print("an answer of ten sentences: from the model's first word to the first sound, and CPU of it all")
print(await Answering.line(flite, on: loop))
print("cancelled at the first piece: \(await Cancelling.line(flite, on: loop))")
await loop.stop()

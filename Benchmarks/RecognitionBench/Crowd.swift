import Foundation
import NetIO
import RealtimeEngine
import Speech

/// Many who speak at the same time, as fast as one speaks.
enum Crowd {
    struct Fate: Sendable {
        var lateness = 0.0
        var failure: String?
        /// Without how many wait at that moment.
        var reason: String? { failure.map { String($0.prefix { $0 != ";" }) } }
    }

    static func speak(_ count: Int, _ turns: [Spoken], _ recognizer: PocketSphinxRecognizer) async -> [Fate] {
        let loop = EventLoop.start()
        let begin = Machine.wallSeconds + 0.1
        let fates = await withTaskGroup(of: Fate.self) { group in
            for number in 0..<count {
                let samples = turns[number % turns.count].samples
                group.addTask { await fate(of: samples, begin, recognizer, loop) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        await loop.stop()
        return fates
    }

    private static func fate(
        of samples: [Int16],
        _ begin: Double,
        _ recognizer: PocketSphinxRecognizer,
        _ loop: EventLoop
    ) async -> Fate {
        let (reports, outlet) = AsyncStream<ListenerReport>.makeStream()
        let listener = await loop.run {
            let assignment = ListeningAssignment(.hear, settings: nil, wantsLogprobs: false)
            return Held(recognizer.session(on: loop).listen(assignment) { outlet.yield($0) })
        }
        for start in stride(from: 0, to: samples.count, by: 480) {
            let wait = begin + Double(start + 480) / 24_000 - Machine.wallSeconds
            if wait > 0 { try? await Task.sleep(for: .seconds(wait)) }
            let piece = Array(samples[start..<min(start + 480, samples.count)])
            loop.post { listener.value.feed(piece) }
        }
        loop.post { listener.value.finish() }
        let end = Machine.wallSeconds
        for await report in reports {
            switch report {
            case .final: return Fate(lateness: Machine.wallSeconds - end)
            case .failed(let why): return Fate(lateness: Machine.wallSeconds - end, failure: why)
            default: continue
            }
        }
        return Fate()
    }

    /// It is touched on its loop only.
    private struct Held: @unchecked Sendable {
        let value: any Listener
        init(_ value: any Listener) { self.value = value }
    }
}

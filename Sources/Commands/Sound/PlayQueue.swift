/// Which program plays when: one for each answer, so that each is heard to its end, and one after the other.
///
/// A player that has been told that its input is over goes on until all of it was heard; what comes meanwhile waits.
package struct PlayQueue: Sendable, Equatable {
    package enum Input: Sendable, Equatable {
        case sound([UInt8])
        /// No more comes of this answer.
        case answerEnded
        /// Be silent at once.
        case stop
        /// The player is gone.
        case playerEnded
    }

    package enum Action: Sendable, Equatable {
        case start
        case write([UInt8])
        case endInput
        case kill
        /// All was heard.
        case silent
    }

    private enum State: Sendable, Equatable {
        case idle
        case playing
        /// It plays what it has, or was told to stop.
        case ending
    }

    private struct Answer: Sendable, Equatable {
        var sound: [UInt8]
        var hasEnded = false
    }

    private var state = State.idle
    private var waiting: [Answer] = []

    package init() {}

    package var isSilent: Bool { state == .idle }

    package mutating func handle(_ input: Input) -> [Action] {
        switch (input, state) {
        case (.sound(let sound), .idle):
            state = .playing
            return [.start, .write(sound)]
        case (.sound(let sound), .playing): return [.write(sound)]
        case (.sound(let sound), .ending):
            wait(sound)
            return []

        case (.answerEnded, .idle): return []
        case (.answerEnded, .playing):
            state = .ending
            return [.endInput]
        case (.answerEnded, .ending):
            if let last = waiting.indices.last { waiting[last].hasEnded = true }
            return []

        case (.stop, .idle): return []
        case (.stop, .playing), (.stop, .ending):
            waiting = []
            state = .ending
            return [.kill]

        case (.playerEnded, _): return playNext()
        }
    }

    private mutating func wait(_ sound: [UInt8]) {
        guard let last = waiting.indices.last, !waiting[last].hasEnded else {
            return waiting.append(Answer(sound: sound))
        }
        waiting[last].sound += sound
    }

    private mutating func playNext() -> [Action] {
        guard !waiting.isEmpty else {
            state = .idle
            return [.silent]
        }
        let next = waiting.removeFirst()
        state = next.hasEnded ? .ending : .playing
        return [.start, .write(next.sound)] + (next.hasEnded ? [.endInput] : [])
    }
}

import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech

/// Hears what it is told to have heard, and notes what it was asked. Confined to its loop.
final class ToyRecognizer: Recognizer, @unchecked Sendable {
    final class Ear: Listener {
        let assignment: ListeningAssignment
        private let report: @Sendable (ListenerReport) -> Void
        private(set) var samples: Samples = []
        private(set) var isFinished = false
        private(set) var isOver = false

        init(_ assignment: ListeningAssignment, _ report: @escaping @Sendable (ListenerReport) -> Void) {
            self.assignment = assignment
            self.report = report
        }

        func feed(_ samples: Samples) { self.samples += samples }
        func finish() { isFinished = true }
        func cancel() { isOver = true }

        func end(_ last: ListenerReport) {
            guard !isOver else { return }
            isOver = true
            report(last)
        }
    }

    final class Session: RecognizerSession {
        private let recognizer: ToyRecognizer
        init(_ recognizer: ToyRecognizer) { self.recognizer = recognizer }

        func expect(_ words: ExpectedWords?) -> ExpectationAnswer {
            guard words == nil || recognizer.hasRoom else { return .refused(why: "There is no room.") }
            recognizer.expected.append(words?.prompt)
            return .granted
        }

        func listen(
            _ assignment: ListeningAssignment,
            report: @escaping @Sendable (ListenerReport) -> Void
        ) -> any Listener {
            let ear = Ear(assignment, report)
            recognizer.ears.append(ear)
            return ear
        }
    }

    let abilities: RecognizerAbilities
    var ears: [Ear] = []
    var sessions = 0
    var hasRoom = true
    /// What its sessions were told to expect; nil: nothing any more.
    var expected: [String?] = []
    var preparations = 0
    var isClosed = false

    init(_ abilities: RecognizerAbilities = RecognizerAbilities()) { self.abilities = abilities }

    /// Ears whose audio has ended, and which have not said yet what it was.
    var due: [Ear] { ears.filter { $0.isFinished && !$0.isOver } }

    func session(on loop: EventLoop) -> any RecognizerSession {
        sessions += 1
        return Session(self)
    }

    func prepare() { preparations += 1 }
    func close() async { isClosed = true }
}

/// Translates when it is told to, one text after the other. Confined to its loop.
final class ToyInterpreter: Thinker, @unchecked Sendable {
    final class Thought: Answerer {
        let request: ResponseRequest
        let report: @Sendable (AnswerPart) -> Void
        private(set) var isHeld = false
        private(set) var isOver = false

        init(_ request: ResponseRequest, _ report: @escaping @Sendable (AnswerPart) -> Void) {
            self.request = request
            self.report = report
        }

        /// What it is asked to translate.
        var text: String {
            guard case .message(let message)? = request.context.last?.item else { return "" }
            return message.content.compactMap(\.text).joined()
        }

        func hold() { isHeld = true }
        func proceed() { isHeld = false }
        func cancel() { isOver = true }

        func say(_ part: AnswerPart) {
            guard !isOver else { return }
            if case .end = part { isOver = true }
            report(part)
        }
    }

    var abilities: ThinkerAbilities
    var thoughts: [Thought] = []

    init(translates: Bool = true) {
        abilities = ThinkerAbilities()
        abilities.translates = translates
    }

    func think(
        _ request: ResponseRequest,
        on loop: EventLoop,
        report: @escaping @Sendable (AnswerPart) -> Void
    ) -> any Answerer {
        let thought = Thought(request, report)
        thoughts.append(thought)
        return thought
    }
}

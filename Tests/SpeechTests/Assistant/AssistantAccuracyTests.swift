import Foundation
import Speech
import Testing

/// How often the assistant answers what the content answers, and how often it says that it does not know what the
/// content does not say. `docs/assistant.md` tells these figures.
@Suite("How often the assistant is right")
struct AssistantAccuracyTests {
    private struct Question {
        let set: String
        let content: String
        /// A part of the passage that answers; nil: there is none.
        let answer: String?
        let text: String
    }

    struct Figures: Equatable {
        var inside = 0
        /// The right sentence was said.
        var said = 0
        /// Something else was said: a wrong answer.
        var wrong = 0
        var outside = 0
        /// It said that it does not know.
        var admitted = 0
    }

    private static let questions: [Question] = AssistantDialogue.text("questions.txt").split(separator: "\n")
        .compactMap { line in
            let fields = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard fields.count == 4, !line.hasPrefix("#") else { return nil }
            return Question(
                set: fields[0],
                content: fields[1],
                answer: fields[2] == "-" ? nil : fields[2],
                text: fields[3]
            )
        }

    static func figures(_ set: String) -> Figures {
        var figures = Figures()
        for question in questions where question.set == set {
            let steps = AssistantDialogue.assistants[question.content]?.steps(
                for: Stand.request([Stand.said(question.text)])
            )
            let text = (steps ?? []).reduce("") { if case .say(let text) = $1 { $0 + text } else { $0 } }
            let isKnown = text.hasPrefix("According to ") || text.hasPrefix("Según ")
            if let answer = question.answer {
                figures.inside += 1
                if text.contains(answer) { figures.said += 1 } else if isKnown { figures.wrong += 1 }
            } else {
                figures.outside += 1
                if !isKnown { figures.admitted += 1 }
            }
        }
        return figures
    }

    @Test("Of the questions that it was tuned on")
    func tuned() {
        let figures = Self.figures("tuned")
        print("tuned: \(figures)")
        #expect(figures.inside + figures.outside == 90)
        #expect(Double(figures.said) >= 0.92 * Double(figures.inside))
        #expect(Double(figures.admitted) >= 0.92 * Double(figures.outside))
    }

    @Test("Of the questions that were kept aside")
    func kept() {
        let figures = Self.figures("kept")
        print("kept: \(figures)")
        #expect(figures.inside + figures.outside >= 90)
        #expect(Double(figures.said) >= 0.7 * Double(figures.inside))
        #expect(Double(figures.admitted) >= 0.8 * Double(figures.outside))
    }
}

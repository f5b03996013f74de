import Bytes
import RealtimeAPI
import RealtimeEngine

/// How a simulated client says what it wants: as GA does, or in the words of another dialect.
///
/// The events are GA's, translated, so that one generator makes the clients of every dialect.
struct Tongue: Sendable {
    private var translation: DialectTranslation?

    init(_ translation: DialectTranslation?) { self.translation = translation }

    /// The event in its words; nil: they cannot say it.
    mutating func say(_ event: JSON, _ random: inout SeededGenerator) -> JSON? {
        guard let said = translation?.fromGA(clientEvent: event) else { return event }
        return said.first.map { Self.warmed($0, &random) }
    }

    /// Sometimes with the field that GA does not have, and not always in its range.
    private static func warmed(_ event: JSON, _ random: inout SeededGenerator) -> JSON {
        guard Int.random(in: 0..<4, using: &random) == 0, case .object(var object) = event else { return event }
        for name in ["session", "response"] {
            guard case .object(var settings)? = object[name] else { continue }
            settings["temperature"] = (Double(Int.random(in: 5...12, using: &random)) / 10).json
            object[name] = .object(settings)
        }
        return .object(object)
    }
}

extension DialectTable {
    /// How a session of a simulation is said; nil: in GA.
    func translation(
        _ session: SessionKind,
        _ transport: Transport,
        _ random: inout SeededGenerator
    ) -> DialectTranslation? {
        let form: DialectTranslation.Form = Bool.random(using: &random) ? .openAI : .azure
        return DialectTranslation(self, kind: session, form: form, transport: transport)
    }
}

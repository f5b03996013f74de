import Bytes
import RealtimeAPI
import Testing

/// A session in the Preview dialect, as the tests of its table need it.
func preview(
    _ kind: SessionKind = .realtime,
    _ form: DialectTranslation.Form = .openAI,
    _ transport: Transport = .webSocket
) throws -> DialectTranslation {
    try #require(DialectTranslation(.preview, kind: kind, form: form, transport: transport))
}

/// The same thing, said in both dialects.
struct Saying: Sendable, CustomTestStringConvertible {
    let name: String
    let preview: JSON
    let ga: JSON

    init(_ name: String, _ preview: JSON, _ ga: JSON) {
        self.name = name
        self.preview = preview
        self.ga = ga
    }

    var testDescription: String { name }
}

extension JSON {
    func with(_ name: String, _ value: JSON?) -> JSON {
        guard case .object(var object) = self else { return self }
        object[name] = value
        return .object(object)
    }
}

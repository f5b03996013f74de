internal import Audio
package import Bytes
internal import RealtimeAPI
package import RealtimeEngine

/// The form of a request for `/audio/transcriptions`.
package enum TranscriptionRequest {
    /// Shorter audio is refused by the service; it is made so long with silence.
    private static let samplesLeast = 0.1

    package static func form(
        _ samples: Samples,
        for assignment: ListeningAssignment,
        _ options: TranscriptionOptions
    ) -> FormWriter {
        let rate = options.sampleRate.rawValue
        let missing = Int(Double(rate) * samplesLeast) - samples.count
        let audible = missing > 0 ? samples + Samples(repeating: 0, count: missing) : samples
        var form = FormWriter()
        form.add(
            "file",
            file: "speech.wav",
            type: "audio/wav",
            WAVWriter.file(audible, rate: options.sampleRate.sampleRate)
        )
        for field in fields(assignment, options).merging(options.extra).members {
            for text in field.value.texts { form.add(field.name, text) }
        }
        return form
    }

    package static func fields(_ assignment: ListeningAssignment, _ options: TranscriptionOptions) -> JSONObject {
        var fields = JSONObject()
        let settings = assignment.settings
        if let model = settings?.model.flatMap({ options.models[$0] }) ?? options.model {
            fields["model"] = .string(model)
        }
        if let language = language(settings, options) { fields["language"] = .string(language) }
        if let prompt = prompt(settings, options) { fields["prompt"] = .string(prompt) }
        fields["response_format"] = .string(options.format.rawValue)
        if options.streams { fields["stream"] = true }
        if options.hasLogprobs, assignment.wantsLogprobs { fields["include[]"] = "logprobs" }
        return fields
    }

    /// One can be said, or none: which of several it is, the recogniser finds out.
    private static func language(_ settings: TranscriptionSettings?, _ options: TranscriptionOptions) -> String? {
        if let language = settings?.language.value { return language }
        if let languages = settings?.languages { return languages.count == 1 ? languages.first : nil }
        return options.language
    }

    /// Keywords have no field of their own; a prompt is text that came before, and names are found in it.
    private static func prompt(_ settings: TranscriptionSettings?, _ options: TranscriptionOptions) -> String? {
        let keywords = settings?.keywords.flatMap { $0.isEmpty ? nil : $0.joined(separator: ", ") + "." }
        let texts = [settings?.prompt.value ?? options.prompt, keywords].compactMap { $0 }.filter { !$0.isEmpty }
        return texts.isEmpty ? nil : texts.joined(separator: " ")
    }
}

extension JSON {
    /// A field of a form for each.
    fileprivate var texts: [String] {
        switch self {
        case .null: []
        case .string(let text): [text]
        case .array(let values): values.flatMap(\.texts)
        case .bool, .number, .object: [text]
        }
    }
}

internal import Bytes
internal import Speech
internal import YAML

extension SettingKind {
    /// A mapping from names to records of one kind.
    fileprivate static func named<Element: Sendable>(_ kind: SettingKind<Element>, _ what: String) -> Self
    where Value == [String: Element] {
        Self(
            "a mapping from names to \(what)",
            read: { node, path, faults in
                guard let entries = node.entries else {
                    faults.add(node, path, expected: "a mapping from names to \(what)", isPrivate: true)
                    return nil
                }
                var elements: [String: Element] = [:]
                for entry in entries { elements[entry.key] = kind.read(entry.value, "\(path).\(entry.key)", &faults) }
                return elements
            },
            write: { $0.isEmpty ? "none" : $0.keys.sorted().joined(separator: ", ") }
        )
    }
}

extension SettingKind<[String: ChatOptions]> {
    static let chatEngines = named(.chatEngine, "servers of /chat/completions (docs/engines.md)")
}

extension SettingKind<[String: TranscriptionOptions]> {
    static let transcriptionEngines = named(.transcriptionEngine, "servers of /audio/transcriptions (docs/engines.md)")
}

extension SettingKind<[String: SpeechOptions]> {
    static let speechEngines = named(.speechEngine, "servers of /audio/speech (docs/engines.md)")
}

extension SettingKind<[String: Settings.Route]> {
    static let routes = named(.route, "routes, each with think, hear and speak; * is every other model")
}

extension SettingKind<Settings.Route> {
    fileprivate static let route = Self(
        "a mapping with think, hear and speak",
        read: { node, path, faults in
            guard let record = SettingRecord(node, path, keys: ["think", "hear", "speak"], &faults) else { return nil }
            return Settings.Route(
                think: record.value("think", .word, &faults),
                hear: record.value("hear", .word, &faults),
                speak: record.value("speak", .word, &faults)
            )
        },
        write: { _ in "" }
    )
}

extension SettingKind<[String: String]> {
    fileprivate static let names = named(.word, "names")
}

extension SettingKind<ChatOptions> {
    fileprivate static let chatEngine = Self(
        "a mapping with url",
        read: { node, path, faults in
            let keys = ["images", "reasoning", "token_limit", "temperature"]
            guard let record = SettingRecord(node, path, keys: EngineRecord.keys + keys, &faults) else { return nil }
            guard let address = EngineRecord.address(record, &faults) else { return nil }
            var options = ChatOptions(address: address, model: record.value("model", .word, &faults))
            EngineRecord.read(&options.patience, &options.extra, record, &faults)
            options.hasImages = record.value("images", .flag, &faults) ?? options.hasImages
            options.hasReasoning = record.value("reasoning", .flag, &faults) ?? options.hasReasoning
            options.tokenLimit = record.value("token_limit", .choice(), &faults) ?? options.tokenLimit
            options.temperature = record.value("temperature", .temperature, &faults)
            return options
        },
        write: { _ in "" }
    )
}

extension SettingKind<TranscriptionOptions> {
    fileprivate static let transcriptionEngine = Self(
        "a mapping with url",
        read: { node, path, faults in
            let keys = ["models", "format", "stream", "logprobs", "languages", "language", "prompt", "sample_rate"]
            guard let record = SettingRecord(node, path, keys: EngineRecord.keys + keys, &faults) else { return nil }
            guard let address = EngineRecord.address(record, &faults) else { return nil }
            var options = TranscriptionOptions(address: address, model: record.value("model", .word, &faults))
            EngineRecord.read(&options.patience, &options.extra, record, &faults)
            options.models = record.value("models", .names, &faults) ?? [:]
            options.format = record.value("format", .choice(), &faults) ?? options.format
            options.streams = record.value("stream", .flag, &faults) ?? options.streams
            options.hasLogprobs = record.value("logprobs", .flag, &faults) ?? options.hasLogprobs
            options.languages = record.value("languages", .list(of: .word, "languages such as en, es"), &faults)
            options.language = record.value("language", .word, &faults)
            options.prompt = record.value("prompt", .text(bytesMax: 4_096), &faults)
            options.sampleRate = record.value("sample_rate", .recognisersRate, &faults) ?? options.sampleRate
            return options
        },
        write: { _ in "" }
    )
}

extension SettingKind<SpeechOptions> {
    fileprivate static let speechEngine = Self(
        "a mapping with url",
        read: { node, path, faults in
            let keys = ["voices", "voice", "custom_voices", "format", "sample_rate", "instructions"]
            guard let record = SettingRecord(node, path, keys: EngineRecord.keys + keys, &faults) else { return nil }
            guard let address = EngineRecord.address(record, &faults) else { return nil }
            var options = SpeechOptions(address: address, model: record.value("model", .word, &faults))
            EngineRecord.read(&options.patience, &options.extra, record, &faults)
            options.voices = record.value("voices", .names, &faults) ?? [:]
            options.voice = record.value("voice", .word, &faults)
            options.customVoices = record.value("custom_voices", .flag, &faults) ?? options.customVoices
            options.format = record.value("format", .choice(), &faults) ?? options.format
            options.pcmHertz = record.value("sample_rate", .integer(8_000...48_000), &faults) ?? options.pcmHertz
            options.hasInstructions = record.value("instructions", .flag, &faults) ?? options.hasInstructions
            return options
        },
        write: { _ in "" }
    )
}

extension SettingKind<TranscriptionOptions.AudioRate> {
    fileprivate static let recognisersRate = Self(
        "16000 or 24000",
        parse: { Int($0).flatMap { TranscriptionOptions.AudioRate(rawValue: $0) } },
        write: { "\($0.rawValue)" }
    )
}

extension SettingKind<Double> {
    fileprivate static let temperature = Self(
        "a number from 0 to 2",
        parse: { Double($0).flatMap { (0...2).contains($0) ? $0 : nil } },
        write: { "\($0)" }
    )
}

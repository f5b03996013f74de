internal import Bytes
internal import Speech
internal import YAML

/// What the records of all engines have: where the server is, how long it may take, what else it is told.
enum EngineRecord {
    static let keys = ["url", "key", "key_header", "model", "extra", "first_timeout", "timeout", "retries"]

    static func address(_ record: SettingRecord, _ faults: inout SettingFaults) -> BackEndAddress? {
        let header = record.value("key_header", .keyHeader, &faults)
        let key = record.value("key", .secret, &faults).map { BackEndKey($0.reveal()) }
        guard let url = record.required("url", .serverURL, &faults) else { return nil }
        var address = BackEndAddress(url: url, key: key)
        address.keyHeader = header
        return address
    }

    static func read(
        _ patience: inout BackEndPatience,
        _ extra: inout JSONObject,
        _ record: SettingRecord,
        _ faults: inout SettingFaults
    ) {
        let wait = SettingKind<Duration>.duration(.milliseconds(100) ... .seconds(3_600))
        patience.first = record.value("first_timeout", wait, &faults) ?? patience.first
        patience.total = record.value("timeout", wait, &faults) ?? patience.total
        patience.retriesMax = record.value("retries", .integer(0...10), &faults) ?? patience.retriesMax
        extra = record.value("extra", .fields, &faults) ?? extra
    }
}

extension SettingKind<String> {
    fileprivate static let serverURL = Self(
        "a URL that begins with http:// or https://",
        isPrivate: true,
        parse: { text in
            let isWeb = text.hasPrefix("http://") || text.hasPrefix("https://")
            return isWeb && text.utf8.count <= 2_048 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? text : nil
        },
        write: { $0 }
    )
}

extension SettingKind<BackEndAddress.KeyHeader> {
    fileprivate static let keyHeader = Self(
        "bearer or api-key",
        parse: { ["bearer": .bearer, "api-key": .apiKey][$0] },
        write: { $0 == .bearer ? "bearer" : "api-key" }
    )
}

extension SettingKind<JSONObject> {
    /// Further fields of a request, as YAML has them. What is in quotation marks is text, whatever it looks like.
    fileprivate static let fields = Self(
        "a mapping of further fields",
        read: { node, path, faults in
            guard case .object(let object) = node.json else {
                faults.add(node, path, expected: "a mapping of further fields", isPrivate: true)
                return nil
            }
            return object
        },
        write: { _ in "none" }
    )
}

extension YAMLNode {
    fileprivate var json: JSON {
        switch value {
        case .sequence(let elements): return .array(elements.map(\.json))
        case .mapping(let entries):
            var object = JSONObject()
            for entry in entries { object[entry.key] = entry.value.json }
            return .object(object)
        case .scalar(let text, let isPlain):
            guard isPlain else { return .string(text) }
            if isNull { return .null }
            // Numbers and truth values are written in YAML as in JSON.
            return (try? JSON(parsing: Array(text.utf8))) ?? .string(text)
        }
    }
}

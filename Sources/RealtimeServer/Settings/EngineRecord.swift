internal import Bytes
internal import Speech
internal import YAML

/// What the records of all engines have: where the server is, how long it may take, what else it is told.
enum EngineRecord {
    static let keys = [
        "url", "authority_file", "key", "key_file", "key_header", "model", "extra", "first_timeout", "timeout",
        "retries",
    ]

    static func address(_ record: SettingRecord, _ faults: inout SettingFaults) -> BackEndAddress? {
        let header = record.value("key_header", .keyHeader, &faults)
        let key = key(of: record, &faults)
        guard let url = record.required("url", .serverURL, &faults) else { return nil }
        var address = BackEndAddress(url: url, key: key)
        address.keyHeader = header
        address.authorityFile = record.value("authority_file", .path, &faults)
        return address
    }

    private static func key(of record: SettingRecord, _ faults: inout SettingFaults) -> BackEndKey? {
        if record.has("key"), record.has("key_file") {
            record.fault("has a key and a key_file; it must have at most one of them.", &faults)
        }
        let key = record.value("key", .secret, &faults) ?? record.value("key_file", .secretFile, &faults)
        return key.map { BackEndKey($0.reveal()) }
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

extension SettingKind<Private<String>> {
    /// A file whose one line is a key, as containers and systemd hand them out.
    fileprivate static let secretFile = Self(
        "a file with a key in it",
        read: { node, path, faults in
            guard let name = SettingKind<String>.path.read(node, path, &faults) else { return nil }
            let bytes: [UInt8]
            do throws(TextFile.Failure) {
                bytes = try TextFile.read(name)
            } catch {
                faults.add(at: node.place, "\(path) is \(quoted(name)), which cannot be read: \(error.reason).")
                return nil
            }
            // Editors end it with a line feed; the key has none.
            let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            guard text.count == 1, let key = text.first.flatMap({ Private<String>.key(String($0)) }) else {
                let expected = "a file whose one line is \(SettingKind.secret.expectation)"
                faults.add(at: node.place, "\(path) is \(quoted(name)), which holds no key; it must be \(expected).")
                return nil
            }
            return key
        },
        write: \.description
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

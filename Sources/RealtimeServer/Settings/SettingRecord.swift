internal import Bytes
internal import YAML

/// A mapping within a setting, read part by part. A key that nobody reads is a mistake.
struct SettingRecord {
    private let node: YAMLNode
    private let path: String

    /// Nil where the value is no mapping.
    init?(_ node: YAMLNode, _ path: String, keys: [String], _ faults: inout SettingFaults) {
        guard let entries = node.entries else {
            // Somebody may have put a key here.
            let expected = "a mapping with the keys \(keys.joined(separator: ", "))"
            faults.add(node, path, expected: expected, isPrivate: true)
            return nil
        }
        self.node = node
        self.path = path
        for entry in entries where !keys.contains(entry.key) {
            let hint = nearest(to: entry.key, among: keys).map { "Did you mean '\($0)'?" }
            faults.add(
                at: entry.keyPlace,
                "\(path) has no \(quoted(entry.key)). \(hint ?? "It has: \(keys.joined(separator: ", ")).")"
            )
        }
    }

    func has(_ key: String) -> Bool { node[key] != nil }

    /// Nil where the key is absent, or its value wrong.
    func value<Value>(_ key: String, _ kind: SettingKind<Value>, _ faults: inout SettingFaults) -> Value? {
        node[key].flatMap { kind.read($0, "\(path).\(key)", &faults) }
    }

    func required<Value>(_ key: String, _ kind: SettingKind<Value>, _ faults: inout SettingFaults) -> Value? {
        if node[key] == nil { faults.add(at: node.place, "\(path).\(key) is missing; it must be \(kind.expectation).") }
        return value(key, kind, &faults)
    }

    func fault(_ message: String, _ faults: inout SettingFaults) {
        faults.add(at: node.place, "\(path) \(message)")
    }
}

import Bytes

/// The places that a schema of `realtime-ga.strict.schema.json` names, spelled as `FieldPath` spells them.
struct SchemaPaths {
    static let definitions = ProtocolData.json("realtime-ga.strict.schema.json")["$defs"]!

    /// What the code tells forms apart by. A form that it reads as one with others gets no label.
    let labels: Set<String>

    /// The places in the definition of this name, without the envelope's.
    func all(in definition: String, isEvent: Bool) -> Set<String> {
        let paths = paths(in: Self.definitions[definition]!, at: "")
        return isEvent ? paths.subtracting(["type", "event_id"]) : paths
    }

    private func paths(in schema: JSON, at prefix: String) -> Set<String> {
        if let reference = schema["$ref"]?.string {
            let name = reference.split(separator: "/").last.map(String.init) ?? reference
            return paths(in: Self.definitions[name]!, at: prefix)
        }
        var found: Set<String> = []
        for member in schema["properties"]?.object?.members ?? [] {
            let path = prefix.isEmpty ? member.name : "\(prefix).\(member.name)"
            found.insert(path)
            found.formUnion(paths(in: member.value, at: path))
        }
        if let items = schema["items"] { found.formUnion(paths(in: items, at: prefix + "[]")) }
        for keyword in ["anyOf", "oneOf", "allOf"] {
            for form in schema[keyword]?.array ?? [] {
                found.formUnion(paths(in: form, at: prefix + label(of: form)))
            }
        }
        return found
    }

    private func label(of form: JSON) -> String {
        var form = form
        while let reference = form["$ref"]?.string {
            form = Self.definitions[String(reference.split(separator: "/").last!)]!
        }
        let type = form["properties"]?["type"]
        let texts = type?["enum"]?.array?.compactMap(\.string) ?? type?["const"]?.string.map { [$0] } ?? []
        guard texts.count == 1, labels.contains(texts[0]) else { return "" }
        return "(\(texts[0]))"
    }
}

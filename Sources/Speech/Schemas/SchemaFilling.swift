package import Bytes
internal import RealtimeAPI

/// Arguments that fill what a function requires, from its JSON Schema, and nothing that it does not.
///
/// It knows what models' tools use: types, `enum`, `const`, `default`, bounds, required properties, items, `anyOf` and
/// its like, references within the schema. A schema that asks more than can be made up (an endless recursion, a
/// reference to elsewhere) is refused with the place.
///
/// Where somebody knows values, they are taken, what is not required among them, and the rest is told as missing.
package struct SchemaFilling {
    package struct Refusal: Error, Equatable {
        package let message: String
    }

    /// A value that is neither an object nor given by the schema.
    package struct Leaf: Sendable, Equatable {
        /// Where it stands, such as `address.city`.
        package let path: String
        package let name: String
        /// `string`, `integer`, `number`, `boolean` or `array`.
        package let type: String
        /// With all that holds for it merged into one.
        package let schema: JSONObject
        package let isRequired: Bool
    }

    package struct Filled: Sendable, Equatable {
        package var arguments: JSONObject
        /// What is required and was made up.
        package var missing: [Leaf]
    }

    /// Answers with a value that fits, or nil.
    package typealias Finder = (Leaf) -> JSON?

    package static let depthMax = 32
    /// Members, names and references that are looked at, over all tries: what the work is made of.
    static let looksMax = 100_000
    /// Of all that is made up, over all tries.
    static let bytesMax = 256 * 1_024
    static let itemsMax = 256

    private let root: JSON
    private let find: Finder?
    private var missing: [Leaf] = []
    /// How many values were known.
    private var found = 0
    private var looks = 0
    private var bytes = 0

    private init(root: JSON, find: Finder?) {
        self.root = root
        self.find = find
    }

    package static func arguments(for parameters: JSONObject?) throws(Refusal) -> JSONObject {
        try filled(parameters, find: nil).arguments
    }

    package static func filled(_ parameters: JSONObject?, find: Finder?) throws(Refusal) -> Filled {
        guard let parameters else { return Filled(arguments: JSONObject(), missing: []) }
        var filling = SchemaFilling(root: .object(parameters), find: find)
        // A function's arguments are an object, also where the schema does not say so.
        let value = try filling.value(for: .object(parameters), at: Path(), isArguments: true)
        guard case .object(let object) = value else {
            throw Refusal(message: "its parameters describe \(value.kind) and not an object.")
        }
        return Filled(arguments: object, missing: filling.missing)
    }

    /// Where in the arguments a value stands.
    private struct Path {
        var text = ""
        var name = ""
        var depth = 0
        var isRequired = true
        /// What is in an array is known with it, or not at all.
        var isAsked = true

        /// The text grows no longer than is ever shown, by much: each value carries one.
        func under(_ name: String, isRequired: Bool = true) -> Path {
            var path = inside
            path.isRequired = isRequired && self.isRequired
            guard text.utf8.count < 1_024 else { return path }
            path.name = name
            path.text = text.isEmpty ? name : "\(text).\(name)"
            return path
        }
        var inside: Path {
            var path = self
            path.depth += 1
            return path
        }
        var shown: String { text.isEmpty ? "they" : "'\(text.prefix(200))'" }
    }

    private mutating func value(for schema: JSON, at path: Path, isArguments: Bool = false) throws(Refusal) -> JSON {
        guard path.depth <= Self.depthMax else { throw Refusal(message: "\(path.shown) would never end.") }
        try look(at: max(schema.object?.members.count ?? 0, 1), path)
        guard case .object(let schema) = schema else {
            // `true` allows everything.
            if schema == false { throw Refusal(message: "nothing can stand at \(path.shown).") }
            return "text"
        }
        if let constant = schema["const"] { return try take(constant, path) }
        if let options = schema["enum"]?.array {
            guard let first = options.first else { throw Refusal(message: "\(path.shown) has an empty 'enum'.") }
            if let known = try known(schema, path) { return known }
            return try take(first, path)
        }
        if let given = schema["default"], given != .null {
            if schema["type"] != nil, let known = try known(schema, path, isMissed: false) { return known }
            return try take(given, path)
        }
        if let reference = schema["$ref"] {
            return try value(for: target(of: reference, path), at: path.inside, isArguments: isArguments)
        }
        for key in ["anyOf", "oneOf"] {
            guard let options = schema[key]?.array, !options.isEmpty else { continue }
            return try firstThatFits(options, beside: schema.without(key), path, isArguments)
        }
        if let parts = schema["allOf"]?.array {
            return try value(for: merged(parts, schema, path), at: path.inside, isArguments: isArguments)
        }
        return try value(of: type(of: schema, isArguments), schema, path)
    }

    private mutating func look(at count: Int, _ path: Path) throws(Refusal) {
        looks += count
        guard looks <= Self.looksMax else { throw Refusal(message: "\(path.shown) would be too large.") }
    }

    private mutating func spend(_ count: Int, _ path: Path) throws(Refusal) {
        bytes += count
        guard bytes <= Self.bytesMax else { throw Refusal(message: "\(path.shown) would be too large.") }
    }

    private mutating func take(_ value: JSON, _ path: Path) throws(Refusal) -> JSON {
        // Once it is all spent, no further try costs the writing of its value.
        try spend(0, path)
        try spend(value.text.utf8.count, path)
        return value
    }

    /// What is known of a value. What is not and must be there is noted.
    private mutating func known(
        _ schema: JSONObject,
        _ path: Path,
        isMissed: Bool = true
    ) throws(Refusal) -> JSON? {
        guard let find, path.isAsked else { return nil }
        let type = type(of: schema, false)
        let leaf = Leaf(path: path.text, name: path.name, type: type, schema: schema, isRequired: path.isRequired)
        if let value = find(leaf) {
            found += 1
            return try take(value, path)
        }
        if isMissed { missing.append(leaf) }
        return nil
    }

    private mutating func firstThatFits(
        _ options: [JSON],
        beside rest: JSONObject,
        _ path: Path,
        _ isArguments: Bool
    ) throws(Refusal) -> JSON {
        var refusal = Refusal(message: "nothing can stand at \(path.shown).")
        let missed = missing.count
        for option in options {
            missing.removeLast(missing.count - missed)
            do {
                return try value(for: merged([option], rest, path), at: path.inside, isArguments: isArguments)
            } catch {
                refusal = error
            }
        }
        throw refusal
    }

    /// One schema that says what several say. Of two that say the same thing, the later one is taken.
    private mutating func merged(_ parts: [JSON], _ rest: JSONObject, _ path: Path) throws(Refusal) -> JSON {
        try look(at: rest.members.count + 1, path)
        var merged = MemberIndex(rest.without("allOf"))
        for part in parts {
            let part = if let reference = part["$ref"] { try target(of: reference, path) } else { part }
            guard part != false else { throw Refusal(message: "nothing can stand at \(path.shown).") }
            try look(at: max(part.object?.members.count ?? 0, 1), path)
            for member in part.object?.members ?? [] {
                merged.set(member.name, try joined(merged[member.name], member, path))
            }
        }
        return .object(merged.object)
    }

    /// What two schemas say under one name.
    private mutating func joined(
        _ earlier: JSON?,
        _ later: JSONObject.Member,
        _ path: Path
    ) throws(Refusal) -> JSON {
        switch (later.name, earlier, later.value) {
        case ("required", .array(let one)?, .array(let other)):
            try look(at: one.count + other.count, path)
            return .array(one + other)
        case ("properties", .object(let one)?, .object(let other)):
            try look(at: one.members.count + other.members.count, path)
            var all = MemberIndex(one)
            for property in other.members { all.set(property.name, property.value) }
            return .object(all.object)
        default: return later.value
        }
    }

    private mutating func target(of reference: JSON, _ path: Path) throws(Refusal) -> JSON {
        let refusal = Refusal(message: "\(path.shown) refers to what is not in the schema.")
        guard let pointer = reference.string, pointer.utf8.count <= 1_024, pointer.first == "#" else { throw refusal }
        var found = root
        for step in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: true) {
            let name = step.replacing("~1", with: "/").replacing("~0", with: "~")
            try look(at: found.object?.members.count ?? 0, path)
            guard let next = found[String(name)] else { throw refusal }
            found = next
        }
        return found
    }

    private func type(of schema: JSONObject, _ isArguments: Bool) -> String {
        if let type = schema["type"]?.string { return type }
        // There are seven types.
        let named = schema["type"]?.array?.prefix(7).compactMap(\.string) ?? []
        if let type = named.first(where: { $0 != "null" }) ?? named.first { return type }
        if isArguments || schema["properties"] != nil { return "object" }
        if schema["items"] != nil || schema["prefixItems"] != nil { return "array" }
        return schema["minimum"] != nil || schema["maximum"] != nil ? "number" : "string"
    }

    private mutating func value(of type: String, _ schema: JSONObject, _ path: Path) throws(Refusal) -> JSON {
        let isLeaf = type != "object" && type != "null" && schema["prefixItems"] == nil
        if isLeaf, let known = try known(schema, path) { return known }
        switch type {
        case "object": return try object(schema, path)
        case "array": return try array(schema, path)
        case "string": return try string(schema, path)
        case "integer": return try NumberRange(schema, path.shown).integer()
        case "number": return try NumberRange(schema, path.shown).number()
        case "boolean": return true
        case "null": return .null
        default: throw Refusal(message: "\(path.shown) has the unknown type '\(type.prefix(100))'.")
        }
    }

    private mutating func object(_ schema: JSONObject, _ path: Path) throws(Refusal) -> JSON {
        var members: [JSONObject.Member] = []
        var seen: Set<String> = []
        let required = schema["required"]?.array ?? []
        let properties = required.isEmpty ? JSONObject() : schema["properties"]?.object ?? JSONObject()
        try look(at: required.count + properties.members.count, path)
        let index = MemberIndex(properties)
        for name in required.compactMap(\.string) where seen.insert(name).inserted {
            try spend(name.utf8.count, path)
            let property = index[name] ?? true
            members.append(JSONObject.Member(name, try value(for: property, at: path.under(name))))
        }
        if find != nil { members += knownMembers(schema["properties"]?.object, but: seen, path) }
        return .object(JSONObject(uniqueMembers: members))
    }

    /// What need not be there and is known as a whole.
    private mutating func knownMembers(
        _ properties: JSONObject?,
        but required: Set<String>,
        _ path: Path
    ) -> [JSONObject.Member] {
        var members: [JSONObject.Member] = []
        for property in properties?.members ?? [] where !required.contains(property.name) {
            let before = (missing: missing.count, found: found)
            let place = path.under(property.name, isRequired: false)
            let value = try? value(for: property.value, at: place)
            if let value, found > before.found, missing.count == before.missing {
                members.append(JSONObject.Member(property.name, value))
            }
            missing.removeLast(missing.count - before.missing)
        }
        return members
    }

    private mutating func array(_ schema: JSONObject, _ path: Path) throws(Refusal) -> JSON {
        let first = schema["prefixItems"]?.array ?? []
        let count = max(schema["minItems"]?.int ?? 0, first.count)
        guard count <= Self.itemsMax else { throw Refusal(message: "\(path.shown) would have \(count) items.") }
        var items: [JSON] = []
        for index in 0..<max(count, 0) {
            let item = index < first.count ? first[index] : schema["items"] ?? true
            var place = path.under(String(index))
            place.isAsked = !first.isEmpty
            items.append(try value(for: item, at: place))
        }
        return .array(items)
    }

    private mutating func string(_ schema: JSONObject, _ path: Path) throws(Refusal) -> JSON {
        let formats = [
            "date": "2026-01-01", "time": "12:00:00Z", "date-time": "2026-01-01T12:00:00Z", "duration": "PT1H",
            "email": "user@example.com", "hostname": "example.com", "ipv4": "192.0.2.1", "ipv6": "2001:db8::1",
            "uri": "https://example.com/", "uuid": "00000000-0000-4000-8000-000000000000",
        ]
        if let format = schema["format"]?.string, let example = formats[format] {
            return try take(.string(example), path)
        }
        let least = schema["minLength"]?.int ?? 0
        guard least <= Self.bytesMax else { throw Refusal(message: "\(path.shown) would be too long.") }
        let text = "text"
        let length = min(max(least, text.count), max(schema["maxLength"]?.int ?? Int.max, 0))
        try spend(length, path)
        let long = String(repeating: text, count: (length + text.count - 1) / text.count)
        return .string(String(long.prefix(length)))
    }
}

extension JSONObject {
    fileprivate func without(_ name: String) -> JSONObject {
        var rest = self
        rest[name] = nil
        return rest
    }
}

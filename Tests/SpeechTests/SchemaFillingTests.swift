import Bytes
import Speech
import TestSupport
import Testing

@Suite("Arguments that fill what a schema requires")
struct SchemaFillingTests {
    private func filled(_ schema: JSON) throws -> JSON {
        guard case .object(let parameters) = schema else { return .null }
        return try .object(SchemaFilling.arguments(for: parameters))
    }

    /// What is made up for one required property.
    private func value(_ schema: JSON, defs: JSON = [:]) throws -> JSON? {
        try filled(["type": "object", "required": ["a"], "properties": ["a": schema], "$defs": defs])["a"]
    }

    private func refusal(_ schema: JSON, defs: JSON = [:]) -> String? {
        do {
            _ = try value(schema, defs: defs)
            return nil
        } catch {
            return (error as? SchemaFilling.Refusal)?.message
        }
    }

    @Test("Each type has its plainest value")
    func types() throws {
        #expect(try value(["type": "string"]) == "text")
        #expect(try value(["type": "integer"]) == 1)
        #expect(try value(["type": "number"]) == 1)
        #expect(try value(["type": "boolean"]) == true)
        #expect(try value(["type": "null"]) == .null)
        #expect(try value(["type": "array", "items": ["type": "string"]]) == [])
        #expect(try value(["type": "object"]) == [:])
        #expect(try value(["type": ["null", "integer"]]) == 1)
        #expect(try value([:]) == "text")
        #expect(try value(true) == "text")
        #expect(try value(["enum": ["b", "a"]]) == "b")
        #expect(try value(["const": 7]) == 7)
        #expect(try value(["type": "string", "default": "x"]) == "x")
        #expect(try value(["type": "string", "format": "date"]) == "2026-01-01")
    }

    @Test("Bounds are kept")
    func bounds() throws {
        #expect(try value(["type": "integer", "minimum": 5]) == 5)
        #expect(try value(["type": "integer", "exclusiveMinimum": 5]) == 6)
        #expect(try value(["type": "integer", "maximum": -5]) == -5)
        #expect(try value(["type": "integer", "exclusiveMaximum": 0]) == -1)
        #expect(try value(["type": "integer", "minimum": 10, "maximum": 20, "multipleOf": 7]) == 14)
        #expect(try value(["type": "integer", "minimum": JSON(parsing: "2.5")]) == 3)
        #expect(try value(["type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1]) == JSON(parsing: "0.5"))
        #expect(try value(["type": "string", "minLength": 10]) == "texttextte")
        #expect(try value(["type": "string", "maxLength": 2]) == "te")
        #expect(try value(["type": "string", "minLength": 9, "maxLength": 0]) == "")
        #expect(try value(["type": "array", "minItems": 2, "items": ["type": "boolean"]]) == [true, true])
        #expect(try value(["type": "array", "prefixItems": [["const": 1], ["const": "b"]]]) == [1, "b"])
    }

    @Test("Only what is required is filled, in its order, at every depth")
    func required() throws {
        let schema: JSON = [
            "type": "object", "required": ["b", "a", "b", "undeclared"],
            "properties": [
                "a": ["type": "integer"], "c": ["type": "string"],
                "b": ["type": "object", "required": ["x"], "properties": ["x": ["type": "boolean"]]],
            ],
        ]
        #expect(try filled(schema).text == #"{"b":{"x":true},"a":1,"undeclared":"text"}"#)
        #expect(try SchemaFilling.arguments(for: nil) == [:])
        #expect(try filled([:]) == [:])
    }

    @Test("Choices take the first that can be filled, and what is said beside them holds")
    func choices() throws {
        #expect(try value(["anyOf": [["type": "string"], ["type": "null"]]]) == "text")
        #expect(try value(["oneOf": [false, ["type": "integer"]]]) == 1)
        #expect(try value(["anyOf": [["minimum": 3], ["minimum": 4]], "type": "integer"]) == 3)
        let parts: JSON = [
            ["type": "object", "required": ["x"], "properties": ["x": ["type": "integer"]]],
            ["required": ["y"], "properties": ["y": ["type": "boolean"]]],
        ]
        #expect(try value(["allOf": parts]) == ["x": 1, "y": true])
    }

    @Test("References within the schema are followed, and none without an end or to elsewhere")
    func references() throws {
        let defs: JSON = [
            "City": ["type": "object", "required": ["name"], "properties": ["name": ["$ref": "#/$defs/Na~1me"]]],
            "Na/me": ["type": "string"],
            "Tree": ["type": "object", "required": ["left"], "properties": ["left": ["$ref": "#/$defs/Tree"]]],
            "List": [
                "type": "object", "required": ["next"],
                "properties": ["next": ["anyOf": [["$ref": "#/$defs/List"], ["type": "null"]]]],
            ],
            "Loop": ["$ref": "#/$defs/Loop"],
        ]
        #expect(try value(["$ref": "#/$defs/City"], defs: defs) == ["name": "text"])
        #expect(try value(["allOf": [["$ref": "#/$defs/City"]]], defs: defs) == ["name": "text"])
        #expect(refusal(["$ref": "#/$defs/Tree"], defs: defs)?.contains("would never end") == true)
        #expect(refusal(["$ref": "#/$defs/Loop"], defs: defs)?.contains("would never end") == true)
        // Deep, but it ends where it may.
        #expect(refusal(["$ref": "#/$defs/List"], defs: defs) == nil)
        for elsewhere in ["#/$defs/None", "https://example.com/schema", "City", ""] {
            let found = refusal(["$ref": .string(elsewhere)], defs: defs)
            #expect(found == "'a' refers to what is not in the schema.", "\(elsewhere)")
        }
        #expect(refusal(["$ref": 3]) == "'a' refers to what is not in the schema.")
    }

    @Test("What nothing can fill is refused with its place")
    func refusals() {
        #expect(refusal(["enum": []]) == "'a' has an empty 'enum'.")
        #expect(refusal(false) == "nothing can stand at 'a'.")
        #expect(refusal(["type": "integer", "minimum": 3, "maximum": 2]) == "no number can stand at 'a'.")
        #expect(refusal(["type": "wish"]) == "'a' has the unknown type 'wish'.")
        #expect(refusal(["type": "array", "minItems": 1_000_000]) == "'a' would have 1000000 items.")
        #expect(refusal(["type": "string", "minLength": 1_000_000_000]) == "'a' would be too long.")
        let deep: JSON = ["type": "object", "required": ["b"], "properties": ["b": ["type": "wish"]]]
        #expect(refusal(deep) == "'a.b' has the unknown type 'wish'.")
        #expect(throws: SchemaFilling.Refusal.self) { try filled(["type": "string"]) }
    }

    @Test("A small schema cannot ask for large work", .timeLimit(.minutes(1)))
    func bombs() {
        // Arrays of arrays of arrays, and choices that all fail.
        let wide = (0..<10).reduce(JSON("x")) { inner, _ in
            ["type": "array", "minItems": 200, "items": inner == "x" ? ["type": "string", "minLength": 9_000] : inner]
        }
        #expect(refusal(wide)?.hasSuffix("would be too large.") == true)
        let choice: JSON = ["anyOf": .array(Array(repeating: ["$ref": "#/$defs/Bad"], count: 50))]
        let defs: JSON = ["Bad": ["anyOf": .array(Array(repeating: ["$ref": "#/$defs/Bad"], count: 50))]]
        #expect(refusal(choice, defs: defs) != nil)
        let constants: JSON = [
            "type": "array", "minItems": 256, "items": ["const": .string(String(repeating: "x", count: 60_000))],
        ]
        #expect(refusal(constants)?.hasSuffix("would be too large.") == true)
    }

    @Test("Many names cost no more than they are, however often they are merged or referred to")
    func wideBombs() {
        func names(_ prefix: String, _ count: Int) -> JSON {
            .object(JSONObject(uniqueMembers: (0..<count).map { JSONObject.Member("\(prefix)\($0)", true) }))
        }
        func wide(_ schema: JSON, _ defs: JSON) -> String? {
            let required = (0..<1_000).map { "r\($0)" }
            let properties = JSONObject(uniqueMembers: required.map { JSONObject.Member($0, schema) })
            let inner: JSON = [
                "type": "object", "required": .array(required.map { .string($0) }), "properties": .object(properties),
            ]
            return refusal(inner, defs: defs)
        }
        let halves: JSON = [["properties": names("a", 2_400)], ["properties": names("b", 2_400)]]
        #expect(wide(["$ref": "#/$defs/h"], ["h": ["allOf": halves]])?.hasSuffix("would be too large.") == true)
        // A schema with many members of its own, and a reference into many.
        #expect(wide(["$ref": "#/$defs/h"], ["h": names("a", 2_400)])?.hasSuffix("would be too large.") == true)
        #expect(wide(["$ref": "#/$defs/a2399"], names("a", 2_400))?.hasSuffix("would be too large.") == true)
        // What is required by a long name, again and again.
        let name = String(repeating: "n", count: 3_000)
        let named: JSON = ["type": "object", "required": [.string(name)], "properties": names("a", 0)]
        #expect(wide(["$ref": "#/$defs/h"], ["h": named])?.hasSuffix("would be too large.") == true)
    }

    @Test("A tool of ordinary size is filled, also many times over")
    func ordinary() throws {
        let names = (0..<50).map { "name\($0)" }
        let properties = JSONObject(uniqueMembers: names.map { JSONObject.Member($0, ["type": "integer"]) })
        let item: JSON = [
            "type": "object", "required": .array(names.map { .string($0) }), "properties": .object(properties),
        ]
        let value = try value(
            ["type": "array", "minItems": 256, "items": ["$ref": "#/$defs/item"]],
            defs: ["item": item]
        )
        #expect(value?.array?.count == 256)
        #expect(value?.array?.last?.object?.members.count == 50)
    }

    // MARK: Chance

    @Test("What fills a schema made by chance fits it", arguments: Seed.some(500))
    func fits(_ seed: Seed) throws {
        var random = seed.generator
        let schema = Self.object(depth: 4, &random)
        let filled = try filled(schema)
        #expect(Self.fits(filled, schema), "\(filled.text) in \(schema.text)")
    }

    @Test("Damaged schemas are filled or refused", arguments: Seed.some(500))
    func damaged(_ seed: Seed) throws {
        var random = seed.generator
        var bytes = Self.object(depth: 4, &random).bytes
        bytes.mutate(using: &random, alphabet: Array(#"{}[]",:0123456789$#/typeminaxrquds"#.utf8))
        guard case .object(let schema)? = try? JSON(parsing: bytes) else { return }
        _ = try? SchemaFilling.arguments(for: schema)
    }

    private static func schema(depth: Int, _ random: inout SplitMix64) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &random) {
        case 0: return ["type": "string", "minLength": .number(JSONNumber(Int.random(in: 0...20, using: &random)))]
        case 1: return ["type": "boolean"]
        case 2: return ["enum": ["red", 3, .null]]
        case 3, 4:
            let low = Int.random(in: -1_000...1_000, using: &random)
            let high = low + Int.random(in: 2...1_000, using: &random)
            var range: JSONObject = ["type": Bool.random(using: &random) ? "integer" : "number"]
            if Bool.random(using: &random) {
                range[Bool.random(using: &random) ? "minimum" : "exclusiveMinimum"] = .number(JSONNumber(low))
            }
            if Bool.random(using: &random) {
                range[Bool.random(using: &random) ? "maximum" : "exclusiveMaximum"] = .number(JSONNumber(high))
            }
            return .object(range)
        case 5: return ["const": ["x": 1]]
        case 6: return ["anyOf": [schema(depth: depth - 1, &random), schema(depth: depth - 1, &random)]]
        case 7:
            return [
                "type": "array", "minItems": .number(JSONNumber(Int.random(in: 0...3, using: &random))),
                "items": schema(depth: depth - 1, &random),
            ]
        default: return object(depth: depth - 1, &random)
        }
    }

    private static func object(depth: Int, _ random: inout SplitMix64) -> JSON {
        let names = ["a", "b", "c", "d"].filter { _ in Bool.random(using: &random) }
        let properties = names.map { JSONObject.Member($0, schema(depth: depth, &random)) }
        let required = names.filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
        return [
            "type": "object", "properties": .object(JSONObject(uniqueMembers: properties)),
            "required": .array(required.map { .string($0) }),
        ]
    }

    /// A validator of what `schema` makes, and of no more.
    private static func fits(_ value: JSON, _ schema: JSON) -> Bool {
        if let constant = schema["const"] { return value == constant }
        if let options = schema["enum"]?.array { return options.contains(value) }
        if let options = schema["anyOf"]?.array { return options.contains { fits(value, $0) } }
        switch schema["type"]?.string {
        case "string": return (value.string?.count ?? -1) >= schema["minLength"]?.int ?? 0
        case "boolean": return value.bool != nil
        case "integer": return value.int != nil && isInRange(value, schema)
        case "number": return value.double != nil && isInRange(value, schema)
        case "array":
            guard let items = value.array, let item = schema["items"] else { return false }
            return items.count >= schema["minItems"]?.int ?? 0 && items.allSatisfy { fits($0, item) }
        default:
            let required = schema["required"]?.array?.compactMap(\.string) ?? []
            return value.object?.members.map(\.name) == required
                && required.allSatisfy { fits(value[$0] ?? .null, schema["properties"]?[$0] ?? true) }
        }
    }

    private static func isInRange(_ value: JSON, _ schema: JSON) -> Bool {
        guard let number = value.double else { return false }
        return number >= schema["minimum"]?.double ?? -.infinity && number <= schema["maximum"]?.double ?? .infinity
            && number > schema["exclusiveMinimum"]?.double ?? -.infinity
            && number < schema["exclusiveMaximum"]?.double ?? .infinity
    }
}

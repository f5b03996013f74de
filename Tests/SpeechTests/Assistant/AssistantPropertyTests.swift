import Bytes
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("The assistant, whatever is said")
struct AssistantPropertyTests {
    private static let words = [
        "what time do you open on sunday yes no please weather in paris two hundred five point one half past nine",
        "A-12 ana@example.com qué hora mañana el lunes a las tres y media small large true false not 10:30 2026-01-31",
        "-5 1,200.50 call me person gracias and the at dot of march 31st 12/13/99 everything red 7 para stop order",
    ].flatMap { $0.split(separator: " ").map(String.init) }

    /// Words that mean something, and characters that mean nothing.
    private static func text(_ random: inout SplitMix64) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...14, using: &random) {
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                let scalar = Unicode.Scalar(UInt32.random(in: 0...0x2FFFF, using: &random))
                text.unicodeScalars.append(scalar ?? "?")
            case 1:
                text +=
                    [",", ". ", "?", "\n", "\u{301}", "¿", "'", "#", "|", "[", "]("].randomElement(using: &random) ?? ""
            default: text += (words.randomElement(using: &random) ?? "") + " "
            }
        }
        return text
    }

    private static func context(_ random: inout SplitMix64) -> [ContextItem] {
        (0..<Int.random(in: 0...6, using: &random)).flatMap { _ -> [ContextItem] in
            switch Int.random(in: 0..<8, using: &random) {
            case 0: return [Stand.answered(text(&random))]
            case 1: return [Stand.answered("To f, I need: the city. What is it?")]
            case 2: return [Stand.answered("I do not know that. Would you like to talk to a person?")]
            case 3:
                return Stand.called("f", Bool.random(using: &random) ? text(&random) : object(depth: 3, &random).text)
            case 4: return [Stand.spoke(.heard(text(&random)))]
            default: return [Stand.said(text(&random))]
            }
        }
    }

    private static func choice(_ random: inout SplitMix64) -> ToolChoice {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: .required
        case 1: .function(FunctionChoice { $0.name = "f" })
        case 2: ToolChoice.none
        default: .auto
        }
    }

    private static func assistant(_ random: inout SplitMix64) throws -> Assistant {
        var options = AssistantOptions()
        options.documents = (0..<2).map { _ in
            let lines = (0..<5).map { _ in text(&random) }
            return AssistantOptions.Document(name: text(&random), text: lines.joined(separator: "\n"))
        }
        let now = AssistantTime(year: 2026, month: Int.random(in: -1...14, using: &random), day: 31, hour: 1, minute: 1)
        options.now = { now }
        return try Assistant(options)
    }

    @Test("A call has arguments that fit its schema, and an answer ends once", arguments: Seed.some(300))
    func calls(_ seed: Seed) throws {
        var random = seed.generator
        let assistant = try Self.assistant(&random)
        for _ in 0..<5 {
            let schema = Self.object(depth: 3, &random)
            let other = Self.object(depth: 2, &random)
            let request = Stand.request(Self.context(&random)) {
                $0.functions = [Stand.tool("f", schema.object), Stand.tool("order_weather", other.object)]
                $0.toolChoice = Self.choice(&random)
                $0.instructions = Self.text(&random)
                $0.parallelToolCalls = Bool.random(using: &random)
            }
            let steps = assistant.steps(for: request)
            #expect(steps.count { if case .end = $0 { true } else { false } } == 1)
            if case .end? = steps.last {} else { Issue.record("the end is not the last: \(steps)") }
            for case .call(let name, let arguments) in steps {
                #expect(request.toolChoice != .none)
                let expected = name == "f" ? schema : other
                let value = try JSON(parsing: arguments)
                #expect(Self.fits(value, expected), "\(arguments) in \(expected.text)")
            }
        }
    }

    @Test("Damaged schemas and texts without end are answered", arguments: Seed.some(100))
    func damaged(_ seed: Seed) throws {
        var random = seed.generator
        let assistant = try Self.assistant(&random)
        var bytes = Self.object(depth: 4, &random).bytes
        bytes.mutate(using: &random, alphabet: Array(#"{}[]",:0123456789$#/typeminaxrquds"#.utf8))
        guard case .object(let schema)? = try? JSON(parsing: bytes) else { return }
        let long = String(repeating: Self.text(&random), count: 200)
        for choice in [ToolChoice.auto, .required] {
            let request = Stand.request([Stand.said(long), Stand.answered(long), Stand.said("f " + Self.text(&random))])
            {
                $0.functions = [Stand.tool("f", schema)]
                $0.toolChoice = choice
            }
            #expect(!assistant.steps(for: request).isEmpty)
        }
    }

    // MARK: Schemas

    private static func schema(depth: Int, _ random: inout SplitMix64) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 12 : 8), using: &random) {
        case 0: return ["type": "string"]
        case 1: return ["type": "boolean"]
        case 2: return ["enum": ["red", "small", 7, "on", false]]
        case 3: return ["type": "integer", "minimum": 2, "maximum": 50]
        case 4: return ["type": "number", "multipleOf": JSON.number(JSONNumber(0.5) ?? JSONNumber(1))]
        case 5:
            let format = ["date", "time", "email", "uri"].randomElement(using: &random) ?? "date"
            return ["type": "string", "format": .string(format)]
        case 6: return ["type": ["string", "null"], "maxLength": 12]
        case 7: return ["type": "string", "default": "x"]
        case 8: return ["anyOf": [schema(depth: depth - 1, &random), ["type": "null"]]]
        case 9: return ["type": "array", "minItems": 1, "items": schema(depth: depth - 1, &random)]
        default: return object(depth: depth - 1, &random)
        }
    }

    private static func object(depth: Int, _ random: inout SplitMix64) -> JSON {
        let all = [
            "city", "date", "time", "party_size", "email", "name", "order_id", "phone", "is_red", "query", "from",
        ]
        let names = all.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
        let properties = names.map { JSONObject.Member($0, schema(depth: depth, &random)) }
        let required = names.filter { _ in Bool.random(using: &random) }
        return [
            "type": "object", "properties": .object(JSONObject(uniqueMembers: properties)),
            "required": .array(required.map { .string($0) }),
        ]
    }

    /// A validator of what `schema` makes, and of no more. What is not required may be there.
    private static func fits(_ value: JSON, _ schema: JSON) -> Bool {
        if let options = schema["enum"]?.array { return options.contains(value) }
        if let options = schema["anyOf"]?.array { return options.contains { fits(value, $0) } }
        switch schema["type"]?.string ?? schema["type"]?.array?.first?.string {
        case "string": return (value.string?.count ?? 99) <= schema["maxLength"]?.int ?? .max
        case "boolean": return value.bool != nil
        case "null": return value == .null
        case "integer": return value.int.map { (2...50).contains($0) } ?? false
        case "number": return value.double.map { ($0 * 2).rounded() == $0 * 2 } ?? false
        case "array":
            guard let items = value.array, let item = schema["items"] else { return false }
            return !items.isEmpty && items.allSatisfy { fits($0, item) }
        default:
            guard let members = value.object?.members else { return false }
            let required = schema["required"]?.array?.compactMap(\.string) ?? []
            let isWhole = required.allSatisfy { name in members.contains { $0.name == name } }
            return isWhole && members.allSatisfy { fits($0.value, schema["properties"]?[$0.name] ?? false) }
        }
    }
}

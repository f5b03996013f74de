import Bytes
import TestSupport

/// Random damage to a JSON value, of the kinds that a newer or a careless peer does.
struct Mutation {
    var random: SplitMix64

    /// Changes one place of an event, never its `type`.
    mutating func mutate(_ event: JSONObject) -> JSONObject {
        guard Int.random(in: 0..<4, using: &random) > 0, let index = inner(event).randomElement(using: &random) else {
            return withStranger(event)
        }
        let member = event.members[index]
        var mutated = event
        mutated[member.name] = mutate(member.value)
        return mutated
    }

    private func inner(_ event: JSONObject) -> [Int] {
        event.members.indices.filter { event.members[$0].name != "type" }
    }

    private mutating func mutate(_ json: JSON) -> JSON {
        switch json {
        case .object(let object) where !object.members.isEmpty && goesDeeper():
            let member = object.members[Int.random(in: 0..<object.members.count, using: &random)]
            var mutated = object
            mutated[member.name] = mutate(member.value)
            return .object(mutated)
        case .array(let elements) where !elements.isEmpty && goesDeeper():
            var mutated = elements
            let index = Int.random(in: 0..<elements.count, using: &random)
            mutated[index] = mutate(elements[index])
            return .array(mutated)
        case .object(let object) where Bool.random(using: &random): return .object(withStranger(object))
        case .string where Bool.random(using: &random):
            return .string("novel_\(Int.random(in: 0..<100, using: &random))")
        default: return strangeValue()
        }
    }

    private mutating func goesDeeper() -> Bool { Int.random(in: 0..<6, using: &random) > 0 }

    private mutating func withStranger(_ object: JSONObject) -> JSONObject {
        var mutated = object
        mutated["x_\(Int.random(in: 0..<1000, using: &random))"] = strangeValue()
        return mutated
    }

    private mutating func strangeValue() -> JSON {
        let values: [JSON] = [
            nil, true, 7, "", "inf", "auto", number(), [], [1, "two", nil], [:], ["type": "novel", "id": 3],
            ["type": "message", "content": [["type": "input_text", "text": "x", "more": [1]]], "role": "critic"],
        ]
        return values.randomElement(using: &random) ?? nil
    }

    private mutating func number() -> JSON {
        let texts = ["1e999", "-0", "3.0", "9007199254740993", "9007199254740993.0", "1e30", "-1", "0.1"]
        return (try? JSON(parsing: texts.randomElement(using: &random) ?? "0")) ?? 0
    }
}

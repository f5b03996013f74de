internal import Bytes

/// The numbers that a schema allows, of which the plainest is taken: 1, or what is nearest to it.
struct NumberRange {
    private var lowest = -Double.infinity
    private var highest = Double.infinity
    private var isLowestOut = false
    private var isHighestOut = false
    private var step: Double?
    private let place: String

    init(_ schema: JSONObject, _ place: String) {
        self.place = place
        if let minimum = schema["minimum"]?.double { lowest = minimum }
        if let maximum = schema["maximum"]?.double { highest = maximum }
        if let bound = schema["exclusiveMinimum"]?.double, bound >= lowest { (lowest, isLowestOut) = (bound, true) }
        if let bound = schema["exclusiveMaximum"]?.double, bound <= highest { (highest, isHighestOut) = (bound, true) }
        // Draft 4 says it beside the bound.
        if schema["exclusiveMinimum"] == true { isLowestOut = true }
        if schema["exclusiveMaximum"] == true { isHighestOut = true }
        if let multiple = schema["multipleOf"]?.double, multiple > 0 { step = multiple }
    }

    func integer() throws(SchemaFilling.Refusal) -> JSON {
        // With a step of 1.5 every second multiple is whole: some multiple among the first hundred is, or none.
        let step = step ?? 1
        let whole = (1...100).first { (step * Double($0)).rounded() == step * Double($0) }
        guard let whole, let value = multiple(of: step * Double(whole)), let exact = Int(exactly: value) else {
            throw none
        }
        return .number(JSONNumber(exact))
    }

    func number() throws(SchemaFilling.Refusal) -> JSON {
        let value = step.map { multiple(of: $0) } ?? anywhere
        guard let value, let number = JSONNumber(value) else { throw none }
        return .number(value.rounded() == value ? Int(exactly: value).map { JSONNumber($0) } ?? number : number)
    }

    /// Whether a number that was given, not made up, may stand there.
    func admits(_ value: Double) -> Bool {
        guard let step else { return allows(value) }
        let steps = value / step
        return allows(value) && abs(steps - steps.rounded()) < 1e-9 * max(1, abs(steps))
    }

    private var none: SchemaFilling.Refusal {
        SchemaFilling.Refusal(message: "no number can stand at \(place).")
    }

    private func allows(_ value: Double) -> Bool {
        value.isFinite && (isLowestOut ? value > lowest : value >= lowest)
            && (isHighestOut ? value < highest : value <= highest)
    }

    private var anywhere: Double? {
        let middle = lowest / 2 + highest / 2
        return [1, 0, lowest, highest, middle, lowest + 1, highest - 1].first { allows($0) }
    }

    private func multiple(of step: Double) -> Double? {
        let candidates = [1, lowest, highest].filter(\.isFinite).flatMap { near in
            let count = (near / step).rounded(.up)
            return [count * step, (count + 1) * step, (count - 1) * step]
        }
        return candidates.first { allows($0) }
    }
}

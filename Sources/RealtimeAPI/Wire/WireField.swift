import Bytes

/// One field of a wire object: its name, where it lives in the Swift type, and what a client may say in it.
///
/// The table of these fields is the only description of an object: reading, writing, refusing and the documentation
/// all come from it, so a field cannot be read and not documented, or documented and not read.
public struct WireField<Root>: Sendable {
    public typealias Path<Value> = any WritableKeyPath<Root, Value> & Sendable

    public let name: String
    public let support: WireSupport
    let isRequired: Bool
    var constant: String?
    let shape: WireShape
    let read: @Sendable (JSON, inout Root, Reading) throws(WireFault) -> Void
    /// nil: there is nothing to say.
    let write: @Sendable (Root) -> JSON?

    var outline: WireFieldOutline {
        WireFieldOutline(name: name, support: support, isRequired: isRequired, constant: constant, shape: shape)
    }
}

extension WireField {
    /// Must be there.
    public static func required<Value: WireValue>(
        _ name: String,
        _ path: Path<Value>,
        _ rule: WireRule<Value> = .any
    ) -> Self {
        Self(name: name, support: .inForce, isRequired: true, shape: Value.shape) {
            json,
            root,
            reading throws(WireFault) in
            root[keyPath: path] = try rule.read(json, reading)
        } write: {
            $0[keyPath: path].json
        }
    }

    /// May be absent; `null` is not a value of it.
    public static func optional<Value: WireValue>(
        _ name: String,
        _ path: Path<Value?>,
        _ rule: WireRule<Value> = .any,
        support: WireSupport = .inForce
    ) -> Self {
        Self(name: name, support: support, isRequired: false, shape: Value.shape) {
            json,
            root,
            reading throws(WireFault) in
            root[keyPath: path] = try rule.read(json, reading)
        } write: {
            $0[keyPath: path]?.json
        }
    }

    /// May be absent or `null`.
    public static func nullable<Value: WireValue>(
        _ name: String,
        _ path: Path<Nullable<Value>>,
        _ rule: WireRule<Value> = .any,
        support: WireSupport = .inForce
    ) -> Self {
        Self(name: name, support: support, isRequired: false, shape: Value.shape) {
            json,
            root,
            reading throws(WireFault) in
            root[keyPath: path] = json == .null ? .null : .value(try rule.read(json, reading))
        } write: {
            switch $0[keyPath: path] {
            case .absent: nil
            case .null: .null
            case .value(let value): value.json
            }
        }
    }

    /// Always this text: the `type` that tells one shape from another.
    public static func constant(_ name: String, _ text: String) -> Self {
        Self(name: name, support: .inForce, isRequired: true, constant: text, shape: .scalar) {
            json,
            _,
            reading throws(WireFault) in
            let found = try String.read(json, reading)
            guard found == text else { throw WireFault(.notInSet(found: found, allowed: [text])) }
        } write: { _ in
            .string(text)
        }
    }

    /// A field of the contract that is refused here by name. A peer's is kept among the unknown fields.
    public static func refused(_ name: String, _ why: String) -> Self where Root: WireObject {
        Self(name: name, support: .refused(why), isRequired: false, shape: .scalar) {
            json,
            root,
            reading throws(WireFault) in
            guard reading == .open else { throw WireFault(.unsupported(why: why)) }
            root.unknown.append(JSONObject.Member(name, json))
        } write: { _ in
            nil
        }
    }

    /// Reads and writes a part of `Root` whose fields stand beside the others on the wire.
    func within<Outer>(_ path: any WritableKeyPath<Outer, Root> & Sendable) -> WireField<Outer> {
        WireField<Outer>(name: name, support: support, isRequired: isRequired, constant: constant, shape: shape) {
            json,
            outer,
            reading throws(WireFault) in
            try read(json, &outer[keyPath: path], reading)
        } write: {
            write($0[keyPath: path])
        }
    }
}

/// What a value must be beyond its type, with the phrase that completes "expected …".
public struct WireRule<Value: WireValue>: Sendable {
    let check: (@Sendable (Value) -> WireFault.Problem?)?

    public static var any: Self { Self(check: nil) }

    func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> Value {
        let value = try Value.read(json, reading)
        if reading == .strict, let problem = check?(value) { throw WireFault(problem) }
        return value
    }

    /// A rule in words; `holds` decides.
    static func must(_ expected: String, _ holds: @escaping @Sendable (Value) -> Bool) -> Self {
        Self { holds($0) ? nil : .breaksRule(expected: expected, found: $0.json.text) }
    }
}

extension WireRule where Value: Comparable {
    static func within(_ range: ClosedRange<Value>) -> Self {
        must("a value from \(range.lowerBound) to \(range.upperBound)") { range.contains($0) }
    }
}

extension WireRule<String> {
    /// Lengths are counted in characters as most languages count them: Unicode scalars.
    static func length(atMost limit: Int) -> Self {
        Self {
            let length = $0.unicodeScalars.count
            return length <= limit ? nil : .tooLong(limit: limit, length: length)
        }
    }
}

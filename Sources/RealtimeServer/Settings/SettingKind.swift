internal import YAML

/// A kind of value: what it must be, how it is read, how its default is shown.
struct SettingKind<Value: Sendable>: Sendable {
    /// Completes "it must be …".
    let expectation: String
    /// Nil where something is wrong; the faults then say what.
    let read: @Sendable (_ node: YAMLNode, _ path: String, _ faults: inout SettingFaults) -> Value?
    let write: @Sendable (Value) -> String

    init(
        _ expectation: String,
        read: @escaping @Sendable (YAMLNode, String, inout SettingFaults) -> Value?,
        write: @escaping @Sendable (Value) -> String
    ) {
        self.expectation = expectation
        self.read = read
        self.write = write
    }

    /// A value that is one text, quoted or not.
    init(
        _ expectation: String,
        isPrivate: Bool = false,
        parse: @escaping @Sendable (String) -> Value?,
        write: @escaping @Sendable (Value) -> String
    ) {
        self.init(
            expectation,
            read: { node, path, faults in
                if let text = node.text, !text.isEmpty, let value = parse(text) { return value }
                faults.add(node, path, expected: expectation, isPrivate: isPrivate)
                return nil
            },
            write: write
        )
    }

    /// A setting that may also be left unset, and is by default.
    static func unset<Wrapped>(or kind: SettingKind<Wrapped>, shownAs none: String = "none") -> Self
    where Value == Wrapped? {
        Self(
            kind.expectation,
            read: { node, path, faults in kind.read(node, path, &faults).map { .some($0) } },
            write: { $0.map(kind.write) ?? none }
        )
    }

    /// A value, or the word `off`; where nothing smaller than the range makes sense, also `0`.
    static func off<Wrapped>(or kind: SettingKind<Wrapped>, zeroIsOff: Bool = false) -> Self where Value == Wrapped? {
        let expectation = "\(kind.expectation), or off"
        return Self(
            expectation,
            read: { node, path, faults in
                if node.text == "off" || (zeroIsOff && node.text == "0") { return .some(nil) }
                var ignored = SettingFaults()
                if let value = kind.read(node, path, &ignored) { return .some(value) }
                faults.add(node, path, expected: expectation)
                return nil
            },
            write: { $0.map(kind.write) ?? "off" }
        )
    }
}

extension SettingKind<Int> {
    static func integer(_ range: ClosedRange<Int>) -> Self {
        let expectation = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return Self(expectation, parse: { Int($0).flatMap { range.contains($0) ? $0 : nil } }, write: { "\($0)" })
    }

    static func size(_ range: ClosedRange<Int>) -> Self {
        let (least, most) = (SizeText.text(range.lowerBound), SizeText.text(range.upperBound))
        let expectation = "a size from \(least) to \(most), such as 512KiB or 21MiB"
        return Self(
            expectation,
            parse: { SizeText.parse($0).flatMap { range.contains($0) ? $0 : nil } },
            write: SizeText.text
        )
    }
}

extension SettingKind<Int?> {
    /// Zero means: no limit.
    static func limit(_ range: ClosedRange<Int>) -> Self {
        Self(
            "a whole number from \(range.lowerBound) to \(range.upperBound), or 0 for no limit",
            parse: { text in
                guard let number = Int(text), number == 0 || range.contains(number) else { return nil }
                return .some(number == 0 ? nil : number)
            },
            write: { "\($0 ?? 0)" }
        )
    }

    static func wholeSeconds(_ range: ClosedRange<Int>) -> Self {
        let kind = SettingKind<Duration>.duration(.seconds(range.lowerBound) ... .seconds(range.upperBound))
        return Self(
            "\(kind.expectation), in whole seconds",
            parse: { text in
                guard let duration = DurationText.parse(text), duration.components.attoseconds == 0 else { return nil }
                let seconds = Int(duration.components.seconds)
                return range.contains(seconds) ? seconds : nil
            },
            write: { $0.map { DurationText.text(.seconds($0)) } ?? "off" }
        )
    }
}

extension SettingKind<Bool> {
    static let flag = Self(
        "true or false",
        parse: { ["true": true, "false": false][$0] },
        write: { "\($0)" }
    )
}

extension SettingKind<Duration> {
    static func duration(_ range: ClosedRange<Duration>) -> Self {
        let (least, most) = (DurationText.text(range.lowerBound), DurationText.text(range.upperBound))
        return Self(
            "a duration from \(least) to \(most), such as 10s or 2m",
            parse: { DurationText.parse($0).flatMap { range.contains($0) ? $0 : nil } },
            write: DurationText.text
        )
    }
}

extension SettingKind<String> {
    /// No shell reads a file, so nobody expands `~`: a folder of that name would be made.
    static let path = Self(
        "a path that does not begin with ~",
        parse: { $0.hasPrefix("~") || $0.utf8.contains(0) ? nil : $0 },
        write: { $0 }
    )

    /// A name of ours: it comes into logs and metrics.
    static let name = Self(
        "1 to 64 letters, digits, '-', '_' or '.'",
        parse: { text in
            let isGood = text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
            return isGood && text.utf8.count <= 64 ? text : nil
        },
        write: { $0 }
    )

    /// Somebody else's name, as of a model.
    static let word = Self(
        "a text of 1 to 256 characters without white space",
        parse: { $0.utf8.count <= 256 && $0.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F } ? $0 : nil },
        write: { $0 }
    )

    static func text(bytesMax: Int) -> Self {
        Self("a text of 1 to \(bytesMax) bytes", parse: { $0.utf8.count <= bytesMax ? $0 : nil }, write: { $0 })
    }
}

extension SettingKind where Value: CaseIterable & RawRepresentable<String> {
    /// One of the words.
    static func choice() -> Self {
        let words = Value.allCases.map(\.rawValue)
        let expectation =
            words.dropLast().isEmpty
            ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
        return Self(
            expectation,
            read: { node, path, faults in
                if let text = node.text, let value = Value(rawValue: text) { return value }
                faults.add(node, path, expected: expectation)
                return nil
            },
            write: \.rawValue
        )
    }
}

internal import NetIO
internal import YAML

extension SettingKind {
    /// So many entries that no file of a sane size holds more.
    static var entriesMax: Int { 10_000 }

    /// A list, or in one text its elements with commas between them, as a variable or a flag must say it.
    static func list<Element: Sendable>(of kind: SettingKind<Element>, _ what: String) -> Self
    where Value == [Element] {
        Self(
            "a list: \(what)",
            read: { node, path, faults in
                guard let elements = elements(of: node), elements.count <= entriesMax else {
                    faults.add(node, path, expected: "a list: \(what)")
                    return nil
                }
                let values = elements.enumerated().map { kind.read($1, "\(path)[\($0)]", &faults) }
                return values.contains { $0 == nil } ? nil : values.compactMap { $0 }
            },
            write: { $0.isEmpty ? "none" : $0.map(kind.write).joined(separator: ", ") }
        )
    }

    private static func elements(of node: YAMLNode) -> [YAMLNode]? {
        guard let text = node.text else { return node.elements }
        let parts = text.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
        return parts.isEmpty ? nil : parts.map { YAMLNode(.scalar($0, isPlain: true), at: node.place) }
    }

    /// A list, or one word for everything there is, alone or as the list's only element.
    func orEverything(_ word: String, _ everything: Value) -> Self {
        Self(
            "\(expectation); or \(word)",
            read: { node, path, faults in
                let only = node.elements?.count == 1 ? node.elements?.first : node
                return only?.text == word ? everything : self.read(node, path, &faults)
            },
            write: write
        )
    }

    func map<Other: Sendable>(
        _ make: @escaping @Sendable (Value) -> Other,
        write: @escaping @Sendable (Other) -> String
    ) -> SettingKind<Other> {
        SettingKind<Other>(
            expectation,
            read: { node, path, faults in self.read(node, path, &faults).map(make) },
            write: write
        )
    }
}

extension SettingKind<SocketAddress> {
    static let address = Self(
        "an address with a port, such as 127.0.0.1:8080 or [::1]:8080",
        parse: { try? SocketAddress(parsing: $0) },
        write: \.description
    )
}

extension SettingKind<Settings.DataPlace> {
    static let dataPlace = Self(
        "a folder, whose path does not begin with ~, or none",
        parse: { $0 == "none" ? .memory : $0.hasPrefix("~") || $0.utf8.contains(0) ? nil : .folder($0) },
        write: { _ in "none" }
    )
}

extension SettingKind<Private<String>> {
    static let secret = Self(
        "1 to 512 visible ASCII characters",
        isPrivate: true,
        parse: Value.key,
        write: \.description
    )
}

extension Private<String> {
    /// Nil where the text can be no key.
    static func key(_ text: String) -> Self? {
        let isGood = (1...512).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        return isGood ? Private(text) : nil
    }
}

extension SettingKind<OriginScope> {
    static let origins = SettingKind<[String]>.list(
        of: SettingKind<String>(
            "an origin such as https://example.com or http://localhost:3000",
            parse: OriginScope.normalized,
            write: { $0 }
        ),
        "origins such as https://example.com"
    )
    .map(
        { OriginScope.only(Set($0)) },
        write: {
            if case .only(let origins) = $0 {
                origins.isEmpty ? "none" : origins.sorted().joined(separator: ", ")
            } else {
                "*"
            }
        }
    )
    .orEverything("*", .all)
}

extension SettingKind<AddressRange> {
    static let addressRange = Self(
        "an address or a range of them, such as 10.0.0.7 or 10.0.0.0/8",
        parse: { AddressRange(parsing: $0) },
        write: \.description
    )
}

extension SettingKind<OutboundHost> {
    static let outboundHost = Self(
        "a host such as tools.example.com, *.example.com or 10.1.0.0/16",
        parse: { OutboundHost(parsing: $0) },
        write: \.description
    )
}

extension SettingKind<[OutboundHost]?> {
    static let outboundHosts = SettingKind<[OutboundHost]>.list(
        of: .outboundHost,
        "hosts such as tools.example.com, *.example.com or 10.1.0.0/16"
    )
    .map({ hosts -> [OutboundHost]? in hosts }, write: write)
    .orEverything("*", nil)

    private static func write(_ hosts: [OutboundHost]?) -> String {
        guard let hosts else { return "*" }
        return hosts.isEmpty ? "none" : hosts.map(\.description).joined(separator: ", ")
    }
}

extension SettingKind<ModelScope> {
    static let models = SettingKind<[String]>.list(of: .word, "names of models")
        .map({ ModelScope.only(Set($0)) }, write: { _ in "all" })
        .orEverything("all", .all)
}

extension SettingKind<Set<Action>> {
    static let actions = SettingKind<[Action]>.list(
        of: .choice(),
        Action.allCases.map(\.rawValue).joined(separator: ", ")
    )
    .map({ Set($0) }, write: { _ in "all" })
    .orEverything("all", Action.all)
}

extension Substring {
    fileprivate var trimmed: String {
        let spaces: Set<Character> = [" ", "\t"]
        let tail = drop { spaces.contains($0) }
        return String(tail.reversed().drop { spaces.contains($0) }.reversed())
    }
}

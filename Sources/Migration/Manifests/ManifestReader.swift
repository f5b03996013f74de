/// Reads manifests line by line. None of them is parsed: what names a known library is enough.
struct ManifestReader {
    struct Found {
        let sdk: SDK
        let requirement: String
        let name: String
        let line: Int
    }

    let lines: [String]
    private(set) var found: [Found] = []

    init(lines: [String]) { self.lines = lines }

    mutating func add(_ name: String, _ requirement: String, _ registry: SDK.Registry, line: Int) {
        guard let sdk = SDK.named(name, in: registry) else { return }
        found.append(Found(sdk: sdk, requirement: requirement.trimmed, name: name, line: line))
    }

    func quoted(_ line: String) -> [String] {
        line.split(omittingEmptySubsequences: false) { $0 == "\"" || $0 == "'" }.enumerated().filter {
            $0.offset % 2 == 1
        }.map { String($0.element) }
    }

    // Python.

    /// `openai[realtime]==1.59.3; python_version > "3.9"  # why`
    private mutating func addRequirement(_ text: String, line: Int) {
        let bare = text.trimmed
        guard let first = bare.first, first != "#", first != "-" else { return }
        let name = String(bare.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." })
        var rest = bare.dropFirst(name.count)
        if rest.first == "[" { rest = rest.drop { $0 != "]" }.dropFirst() }
        let requirement = rest.prefix { $0 != ";" && $0 != "#" && $0 != "\\" }
        let isRequirement = requirement.trimmingSpaces.isEmpty || requirement.contains { "=<>~@!".contains($0) }
        guard isRequirement else { return }
        add(name, String(requirement).filter { $0 != " " && $0 != "(" && $0 != ")" }, .pypi, line: line)
    }

    mutating func readRequirements(quoted isQuoted: Bool) {
        for (index, line) in lines.enumerated() {
            if isQuoted {
                for text in quoted(line) where text.contains(where: { "=<>~".contains($0) }) {
                    addRequirement(text, line: index)
                }
            } else if line.holds("rtclient-") {
                add("rtclient", "", .pypi, line: index)
            } else {
                addRequirement(line, line: index)
            }
        }
    }

    /// `pyproject.toml`, its locks, Gradle's catalogue.
    mutating func readTOML(isCatalogue: Bool) {
        var versions: [String: String] = [:]
        var name: (text: String, line: Int)?
        for (index, line) in lines.enumerated() {
            let texts = quoted(line)
            let key = line.prefix { $0 != "=" }.trimmingSpaces
            let value = texts.first ?? ""
            if key == "name" { name = (value, index) }
            if key == "version", let package = name {
                add(package.text, "==" + value, .pypi, line: index)
                name = nil
            }
            if line.hasPrefix("[") { name = nil }
            if isCatalogue {
                if !line.contains("{") { versions[String(key)] = value }
                readCoordinate(line, index, versions)
                continue
            }
            if let sdk = SDK.named(String(key), in: .pypi), line.contains("=") {
                let version =
                    line.holds("version") ? texts.first { Version($0.drop { "=<>~^".contains($0) }) != nil } : value
                add(sdk.name, version ?? value, .pypi, line: index)
            } else {
                for text in texts
                where key.isEmpty || !line.contains("=") || line.contains("[") || line.trimmed.hasPrefix("\"") {
                    addRequirement(text, line: index)
                }
            }
        }
    }

    /// `"openai": {` … `"resolved": "2.1.0"`
    mutating func readBlocks(in registry: SDK.Registry, version: String) {
        var name = ""
        for (index, line) in lines.enumerated() {
            let texts = quoted(line)
            if line.trimmed.hasSuffix("{"), let first = texts.first { name = first }
            if line.holds(version), let value = texts.dropFirst().first { add(name, value, registry, line: index) }
        }
    }

    // JavaScript.

    mutating func readMembers(in registry: SDK.Registry, under section: String) {
        var isInside = false
        for (index, line) in lines.enumerated() {
            let texts = quoted(line)
            if line.holds(section), line.holds("{") { isInside = true }
            if isInside, texts.count > 1 {
                for pair in stride(from: 0, to: texts.count - 1, by: 1) {
                    add(texts[pair], texts[pair + 1], registry, line: index)
                }
            }
            if line.holds("}") { isInside = false }
        }
    }

    mutating func readNodeLock() {
        var name = ""
        for (index, line) in lines.enumerated() {
            let texts = quoted(line)
            if line.trimmed.hasSuffix("{"), let first = texts.first {
                let parts = first.split(separator: "node_modules/", omittingEmptySubsequences: false)
                name = parts.last.map(String.init) ?? first
            }
            if texts.first == "version", texts.count > 1 { add(name, texts[1], .npm, line: index) }
        }
    }

    /// `openai@^4.77.0:` and below it `version "4.77.0"`; bun: `["openai@4.77.0", …`.
    mutating func readYarnLock() {
        var name = ""
        for (index, line) in lines.enumerated() {
            if line.first.map({ !$0.isWhitespace && $0 != "#" }) == true {
                let bare = line.filter { $0 != "\"" }
                name =
                    bare.first == "@" ? "@" + bare.dropFirst().prefix { $0 != "@" } : String(bare.prefix { $0 != "@" })
            } else if line.trimmed.hasPrefix("version") {
                add(name, line.filter { $0.isNumber || $0 == "." }, .npm, line: index)
            } else if line.holds("[\""), let text = quoted(line).dropFirst().first, let at = text.lastIndex(of: "@"),
                at > text.startIndex
            {
                add(String(text[..<at]), String(text[text.index(after: at)...]), .npm, line: index)
            }
        }
    }

    /// `/openai@4.77.0:` or `openai@4.77.0(zod@3):`
    mutating func readPnpmLock() {
        for (index, line) in lines.enumerated() where line.hasPrefix("  ") && line.trimmed.hasSuffix(":") {
            let key = line.trimmed.filter { $0 != "'" && $0 != "\"" }.prefix { $0 != "(" && $0 != ":" }
            let bare = key.first == "/" ? key.dropFirst() : key
            guard let at = bare.lastIndex(of: "@"), at > bare.startIndex else { continue }
            add(String(bare[..<at]), String(bare[bare.index(after: at)...]), .npm, line: index)
        }
    }

    // .NET, Java, Go, Ruby.

    private func attribute(_ name: String, of line: String) -> String? {
        guard let start = line.offset(of: name + "=\"") else { return nil }
        return String(line.bytes((start + name.utf8.count + 2)..<line.utf8.count).prefix { $0 != "\"" })
    }

    private func element(_ name: String, of line: String) -> String? {
        guard let start = line.offset(of: "<\(name)>") else { return nil }
        return String(line.bytes((start + name.utf8.count + 2)..<line.utf8.count).prefix { $0 != "<" })
    }

    mutating func readMSBuild() {
        for (index, line) in lines.enumerated() {
            guard line.holds("<Package") || line.holds("<package") else { continue }
            guard
                let name = attribute("Include", of: line) ?? attribute("Update", of: line) ?? attribute("id", of: line)
            else { continue }
            let below = lines[index..<min(lines.count, index + 4)].compactMap { element("Version", of: $0) }.first
            if let version = attribute("Version", of: line) ?? attribute("version", of: line) ?? below {
                add(name, version, .nuget, line: index)
            }
        }
    }

    mutating func readPOM() {
        var properties: [String: String] = [:]
        var group = ""
        var artifact: (name: String, line: Int)?
        for (index, line) in lines.enumerated() {
            if let start = line.offset(of: "<"), let end = line.offset(of: ">", from: start) {
                let name = line.bytes((start + 1)..<end)
                if name.hasSuffix("version"), let value = element(name, of: line) { properties[name] = value }
            }
            if let value = element("groupId", of: line) { group = value }
            if let value = element("artifactId", of: line) { artifact = (value, index) }
            if let value = element("version", of: line), let current = artifact {
                let version = value.hasPrefix("${") ? properties[String(value.dropFirst(2).dropLast())] ?? "" : value
                guard let sdk = SDK.named("\(group):\(current.name)", in: .maven) else { continue }
                found.append(Found(sdk: sdk, requirement: version, name: "", line: index))
                artifact = nil
            }
        }
    }

    mutating func readCoordinates() { for (index, line) in lines.enumerated() { readCoordinate(line, index, [:]) } }

    /// `"com.openai:openai-java:1.2.3"`, and a catalogue's `module = "…", version.ref = "…"`.
    private mutating func readCoordinate(_ line: String, _ index: Int, _ versions: [String: String]) {
        let texts = quoted(line)
        for text in texts {
            let parts = text.split(separator: ":")
            guard parts.count > 1, let sdk = SDK.named("\(parts[0]):\(parts[1])", in: .maven) else { continue }
            let reference = line.holds("version.ref") ? versions[texts.last ?? ""] : nil
            let version = parts.count > 2 ? String(parts[2]) : reference ?? (line.holds("version") ? texts.last : nil)
            if let version { found.append(Found(sdk: sdk, requirement: version, name: String(parts[0]), line: index)) }
        }
    }

    mutating func readGoMod() {
        for (index, line) in lines.enumerated() where !line.trimmed.hasPrefix("//") {
            let words = line.split(separator: " ").map { String($0).trimmed }.filter { $0 != "require" }
            if words.count > 1 { add(words[0], words[1], .go, line: index) }
        }
    }

    mutating func readGemfile() {
        for (index, line) in lines.enumerated() where line.trimmed.hasPrefix("gem ") || line.trimmed.hasPrefix("gem(") {
            let texts = quoted(line)
            if texts.count > 1 { add(texts[0], texts[1...].joined(separator: ","), .gem, line: index) }
        }
    }

    mutating func readGemLock() {
        for (index, line) in lines.enumerated() where line.hasPrefix("    ") && !line.hasPrefix("      ") {
            let parts = line.trimmed.split(separator: " ")
            guard parts.count == 2 else { continue }
            add(String(parts[0]), parts[1].filter { $0 != "(" && $0 != ")" }, .gem, line: index)
        }
    }
}

extension StringProtocol {
    fileprivate var trimmingSpaces: String { String(self).trimmed }
}

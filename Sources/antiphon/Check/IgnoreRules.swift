import Commands
import Glibc

/// What `.gitignore` files say, the nearest last; the last rule that matches decides.
struct IgnoreRules {
    private struct Rule {
        let folder: String
        let pattern: String
        let isNegated: Bool
        let isForFolders: Bool
        /// With a slash in it, it names a place; else a name anywhere below.
        let isAnchored: Bool
    }

    private var rules: [Rule] = []

    mutating func read(_ folder: String) {
        guard let bytes = FileBytes.read((folder.hasSuffix("/") ? folder : folder + "/") + ".gitignore", max: 1 << 20)
        else { return }
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) { add(line, in: folder) }
    }

    /// The files of the folders above, up to the repository's root.
    mutating func readAbove(_ path: String) {
        guard let resolved = realpath(path, nil) else { return }
        defer { free(resolved) }
        let parts = String(cString: resolved).split(separator: "/").map(String.init)
        for count in stride(from: parts.count - 1, through: 0, by: -1) {
            let folder = "/" + parts.prefix(count + 1).joined(separator: "/")
            guard access(folder + "/.git", F_OK) == 0 else { continue }
            guard count < parts.count - 1 else { return }
            for above in count..<(parts.count - 1) {
                read("/" + parts.prefix(above + 1).joined(separator: "/"))
            }
            // Patterns of above speak of absolute places; what is walked may be named otherwise, so only names are
            // kept.
            rules.removeAll { $0.isAnchored }
            rules = rules.map {
                Rule(
                    folder: "",
                    pattern: $0.pattern,
                    isNegated: $0.isNegated,
                    isForFolders: $0.isForFolders,
                    isAnchored: false
                )
            }
            return
        }
    }

    private mutating func add(_ line: Substring, in folder: String) {
        var pattern = line
        while pattern.last == " " || pattern.last == "\t" || pattern.last == "\r" { pattern.removeLast() }
        guard !pattern.isEmpty, pattern.first != "#" else { return }
        let isNegated = pattern.first == "!"
        if isNegated { pattern.removeFirst() }
        let isForFolders = pattern.last == "/"
        if isForFolders { pattern.removeLast() }
        let isAnchored = pattern.contains("/")
        if pattern.first == "/" { pattern.removeFirst() }
        rules.append(
            Rule(
                folder: folder,
                pattern: String(pattern),
                isNegated: isNegated,
                isForFolders: isForFolders,
                isAnchored: isAnchored
            )
        )
    }

    func ignore(_ path: String, isFolder: Bool) -> Bool {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let last = rules.last { rule in
            guard isFolder || !rule.isForFolders else { return false }
            guard rule.isAnchored else { return Glob.matches(rule.pattern, name) }
            let folder = rule.folder.hasSuffix("/") ? rule.folder : rule.folder + "/"
            return path.hasPrefix(folder) && Glob.matches(rule.pattern, String(path.dropFirst(folder.count)))
        }
        return last.map { !$0.isNegated } ?? false
    }
}

/// `*`, `**`, `?` and `[…]` as shells mean them, in time that grows with the product of the lengths.
enum Glob {
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let pattern = Array(pattern.utf8)
        let text = Array(text.utf8)
        guard pattern.count < 512, text.count < 4_096 else { return false }
        var reached = [Bool](repeating: false, count: text.count + 1)
        reached[0] = true
        var index = 0
        while index < pattern.count {
            var next = [Bool](repeating: false, count: text.count + 1)
            if pattern[index] == UInt8(ascii: "*") {
                let isDouble = index + 1 < pattern.count && pattern[index + 1] == UInt8(ascii: "*")
                index += isDouble ? 2 : 1
                // `**/` matches no folder, too.
                let skipsSlash = isDouble && index < pattern.count && pattern[index] == UInt8(ascii: "/")
                var isOn = false
                for place in 0...text.count {
                    isOn = isOn || reached[place]
                    next[place] = isOn
                    if place < text.count, text[place] == UInt8(ascii: "/"), !isDouble { isOn = false }
                }
                if skipsSlash {
                    index += 1
                    let before = next
                    next = reached
                    for place in 0..<text.count where before[place] && text[place] == UInt8(ascii: "/") {
                        next[place + 1] = true
                    }
                }
            } else {
                let (length, accepts) = single(pattern, at: index)
                for place in 0..<text.count where reached[place] && accepts(text[place]) { next[place + 1] = true }
                index += length
            }
            reached = next
        }
        return reached[text.count]
    }

    private static func single(_ pattern: [UInt8], at index: Int) -> (length: Int, accepts: (UInt8) -> Bool) {
        let byte = pattern[index]
        if byte == UInt8(ascii: "?") { return (1, { $0 != UInt8(ascii: "/") }) }
        if byte == UInt8(ascii: "\\"), index + 1 < pattern.count {
            let escaped = pattern[index + 1]
            return (2, { $0 == escaped })
        }
        guard byte == UInt8(ascii: "["), let close = pattern[(index + 1)...].firstIndex(of: UInt8(ascii: "]")),
            close > index + 1
        else {
            return (1, { $0 == byte })
        }
        var set = Array(pattern[(index + 1)..<close])
        let isNegated = set.first == UInt8(ascii: "!") || set.first == UInt8(ascii: "^")
        if isNegated { set.removeFirst() }
        return (close - index + 1, { contains(set, $0) != isNegated })
    }

    private static func contains(_ set: [UInt8], _ byte: UInt8) -> Bool {
        set.indices.contains { index in
            if set[index] == byte { return true }
            return index + 2 < set.count && set[index + 1] == UInt8(ascii: "-") && set[index] <= byte
                && byte <= set[index + 2]
        }
    }
}

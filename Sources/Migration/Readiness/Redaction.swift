public import Bytes

/// Takes out of a text what must not be seen: keys, tokens, connection strings, signatures, names of people.
///
/// All that `readiness` prints or saves goes through it. It rather hides a name that looks like a key than show a key
/// that looks like a name.
public enum Redaction {
    public static let mark = "[redacted]"

    /// The members of objects by their names, too: what stands under `key1`, `connectionString` or `principalName`.
    public static func json(_ value: JSON, under name: String = "") -> JSON {
        switch value {
        case .string(let text):
            return .string(hides(name) && !harmless.contains(text) && !text.isEmpty ? mark : Redaction.text(text))
        case .array(let elements): return .array(elements.map { json($0, under: name) })
        case .object(let object):
            let members = object.members.map { JSONObject.Member($0.name, json($0.value, under: $0.name)) }
            // A name may be a secret, too, and two of them would become the same.
            let isPlain = members.allSatisfy { Redaction.text($0.name) == $0.name }
            return isPlain ? .object(JSONObject(uniqueMembers: members)) : .string(mark)
        default: return value
        }
    }

    public static func text(_ text: String) -> String {
        var output = ""
        var word = ""
        var isName = false
        var valueFollows = false
        func endWord() {
            defer { word = "" }
            switch word {
            case "": return
            // What a name stands before, as in JSON and in settings.
            case ":", "=":
                output += word
                valueFollows = valueFollows || isName
            // It was taken out before.
            case "redacted":
                output += word
                valueFollows = false
            case _ where valueFollows:
                output += mark
                valueFollows = false
            default:
                isName = SecretForm.isName(word)
                let clean = redacted(word)
                valueFollows = clean.valueFollows
                output += clean.text
                return
            }
            isName = false
        }
        for character in text {
            if isSeparator(character) {
                endWord()
                output.append(character)
            } else {
                word.append(character)
            }
        }
        endWord()
        return output
    }

    private static func isSeparator(_ character: Character) -> Bool {
        character.isWhitespace || separators.contains(character)
    }

    private static let separators: Set<Character> = [
        "\"", "'", "`", ",", ";", "&", "?", "<", ">", "(", ")", "{", "}", "[", "]", "|", "\\", "‹", "›",
    ]

    /// What a limit on requests is called, and no secret.
    private static let harmless: Set = ["request", "token"]

    /// Who did something, and whom a role is given to: people.
    private static let people: Set = [
        "principalname", "createdby", "lastmodifiedby", "updatedby", "owner", "email", "mail", "upn", "displayname",
        "signinname", "username",
    ]

    private static func hides(_ name: String) -> Bool {
        people.contains(name.lowercased()) || SecretForm.isName(name)
    }

    private static func redacted(_ word: String) -> (text: String, valueFollows: Bool) {
        if word.lowercased() == "bearer" { return (word, true) }
        for mark in ["=", ":"] as [Character] {
            guard let place = word.firstIndex(of: mark), SecretForm.isName(word[..<place]) else { continue }
            let isLast = word.index(after: place) == word.endIndex
            return (word[...place] + (isLast ? "" : Redaction.mark), isLast)
        }
        let halves = word.split(separator: "@")
        if halves.count > 1 { return (Redaction.mark, false) }
        return (withoutSecrets(word), false)
    }

    /// Paths, addresses and names with dots are looked at part by part; base64 has slashes of its own.
    private static func withoutSecrets(_ word: String) -> String {
        // Base64 that has slashes has no hyphens, and what has both is a path.
        let isPath = word.contains("/") && word.contains("-")
        let isRandom = !isPath && looksRandom(word, shortest: word.contains("/") ? 40 : 28)
        if SecretForm.matches(word) || isRandom { return mark }
        guard word.contains(where: { "/.:=".contains($0) }) else { return word }
        var parts: [String] = [""]
        for character in word {
            if "/.:=".contains(character) {
                parts += [String(character), ""]
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.map { SecretForm.matches($0) || looksRandom($0, shortest: 28) ? mark : $0 }.joined()
    }

    /// Digits strewn among letters, as nobody names a thing. Identifiers of subscriptions and roles (GUIDs) are none.
    private static func looksRandom(_ word: String, shortest: Int) -> Bool {
        let bytes = Array(word.utf8)
        guard bytes.count >= shortest, bytes.allSatisfy(isOfBase64), !isGUID(bytes) else { return false }
        let digits = bytes.map { $0 >= 0x30 && $0 <= 0x39 }
        let runs = zip([false] + digits, digits).count { !$0 && $1 }
        let hasUpper = bytes.contains { $0 >= 0x41 && $0 <= 0x5A }
        let hasLower = bytes.contains { $0 >= 0x61 && $0 <= 0x7A }
        if bytes.count >= 32, bytes.allSatisfy(isHex), runs > 0 { return true }
        let isHyphenated = bytes.contains(UInt8(ascii: "-")) && bytes.count < 40
        return !isHyphenated && (hasUpper && hasLower ? runs >= 2 : runs >= 5)
    }

    private static func isOfBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    private static func isGUID(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(isHex) }
    }
}

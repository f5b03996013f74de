import Bytes
import Migration
import TestSupport
import Testing

@Suite("What az printed is read")
struct AzureDocumentTests {
    @Test("with warnings before and behind it, and as PowerShell saves it")
    func wrapped() {
        let value: JSON = [["name": "é", "n": 1]]
        let text = "[\n  {\n    \"name\": \"é\",\n    \"n\": 1\n  }\n]\n"
        for (before, behind) in [
            ("", ""), ("WARNING: in preview.\n", ""), ("[WARNING] x\n{not json}\n\n  ", "\nA new version is there.\n"),
            ("", "[1]"), ("[3/4] asking\n", ""),
        ] {
            #expect(AzureDocument.json(in: Array((before + text + behind).utf8)) == value, "\(before)…\(behind)")
        }
        #expect(AzureDocument.json(in: [0xEF, 0xBB, 0xBF] + Array(text.utf8)) == value)
        let utf16 = Array(text.utf16).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        #expect(AzureDocument.json(in: [0xFF, 0xFE] + utf16) == value)
        #expect(AzureDocument.json(in: Array("[]\nA new version is there.\n".utf8)) == [])
    }

    @Test("or not, and then nothing is made of it")
    func nothing() {
        for text in ["", "ERROR: x", "[", "{\"a\":", "[\"a\"] b", "\0{}"] {
            #expect(AzureDocument.json(in: Array(text.utf8)) == nil, "\(text)")
        }
        let long = [UInt8](repeating: UInt8(ascii: " "), count: AzureDocument.bytesMax) + Array("{}".utf8)
        #expect(AzureDocument.json(in: long) == nil)
    }

    @Test("Each output is known by its shape, whatever its file is called", arguments: ["production", "staging"])
    func shapes(_ folder: String) throws {
        let recordings = try Recordings(folder)
        for (name, document) in recordings.documents where document != [] {
            let first = document.array?.first ?? document["value"]?.array?.first ?? document
            let kind = try #require(AzureKind(first), "\(name)")
            #expect(AzureKind(fileName: name) == kind, "\(name)")
            // Without the type that it names, its fields show it.
            guard var object = first.object, object["type"] != nil else { continue }
            object["type"] = nil
            #expect(AzureKind(.object(object)) == kind, "\(name)")
        }
    }

    @Test("Fields that stand at the top are found as well, and texts are taken for what they say")
    func flat() throws {
        var environment = AzureEnvironment()
        let account: JSON = [
            "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/a", "name": "a",
            "kind": "OpenAI", "location": "East US 2", "endpoint": "https://a/", "disableLocalAuth": "True",
            "type": "Microsoft.CognitiveServices/accounts", "customSubDomainName": "a",
        ]
        #expect(environment.add(account, named: "x.json") == .read)
        #expect(environment.account?.keysAreDisabled == true && environment.account?.location == "eastus2")
        #expect(environment.account?.group == "g")
        // A list of a region wraps each model; an old `az` wraps settings in `value`.
        let models: JSON = [["kind": "OpenAI", "model": ["name": "gpt-realtime", "version": "1", "format": "OpenAI"]]]
        #expect(environment.add(models, named: "y.json") == .read)
        #expect(environment.models?.first?.name == "gpt-realtime")
        let settings: JSON = ["value": [["logs": [], "metrics": [], "workspaceId": "w"]]]
        #expect(environment.add(settings, named: "z.json") == .read && environment.diagnostics?.count == 1)
    }

    @Test("Of several accounts the one that is named")
    func several() throws {
        let one = try #require(try Recordings().documents["account.json"])
        let other = try #require(try Recordings("staging").documents["account.json"])
        var environment = AzureEnvironment()
        #expect(environment.add([one, other], named: "accounts.json") == .otherAccounts(2))
        #expect(environment.account == nil)
        #expect(environment.add([one, other], named: "accounts.json", account: "VOICE-staging") == .read)
        #expect(environment.account?.name == "voice-staging")
        #expect(environment.add(one, named: "account.json", account: "x") == .otherAccounts(1))
        #expect(environment.add([], named: "x.json") == .emptyOfUnknown)
        #expect(environment.add([], named: "role-assignments.json") == .read && environment.roles == [])
        #expect(environment.add(["a": 1], named: "account.json") == .unknown)
    }

    @Test("An identifier that is none is given to no command")
    func identifiers() throws {
        for id in [
            "--query x", "/subscriptions/a", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/accounts/a",
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/a?x=y",
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/",
        ] {
            var recordings = try Recordings()
            Edit("account.json", "id", .string(id)).apply(to: &recordings)
            #expect(recordings.environment.account?.id == nil, "\(id)")
        }
    }

    @Test("Days are days of the calendar")
    func days() {
        for (text, number) in [
            ("1970-01-01", 0), ("1970-03-01", 59), ("2000-02-29", 11_016), ("2026-11-21", 20_778),
            ("2027-01-20T00:00:00Z", 20_838), ("9999-12-31", 2_932_896),
        ] {
            #expect(CalendarDay(text)?.daysSince1970 == number, "\(text)")
            #expect(CalendarDay(daysSince1970: number).description == text.prefix(10))
        }
        for text in ["", "2026-11", "2026-13-01", "2026-02-30", "2100-02-29", "1969-12-31", "2026-1-01", "２０２６-01-01"] {
            #expect(CalendarDay(text) == nil, "\(text)")
        }
        for number in stride(from: 0, to: 2_932_896, by: 97) {
            #expect(CalendarDay(CalendarDay(daysSince1970: number).description)?.daysSince1970 == number)
        }
        #expect(CalendarDay(daysSince1970: .max).description == "9999-12-31")
        #expect(CalendarDay(daysSince1970: .min).description == "1970-01-01")
    }

    static let alphabet = Array("\"'{}[]:,. \n-0123456789eE+truefalsn\u{FEFF}\\u/é".utf8)

    @Test("Damaged output neither traps nor says another thing the second time", arguments: Seed.some(60))
    func damaged(_ seed: Seed) throws {
        var random = seed.generator
        var first = AzureEnvironment()
        var second = AzureEnvironment()
        let recordings = try Recordings("staging")
        for (name, document) in recordings.documents.sorted(by: { $0.key < $1.key }) {
            var bytes = document.bytes
            bytes.mutate(using: &random, alphabet: Self.alphabet)
            for value in [AzureDocument.json(in: bytes), document.damaged(using: &random)] {
                guard let value else { continue }
                _ = first.add(value, named: name)
                _ = second.add(value, named: name)
            }
        }
        let one = Readiness(first, deployment: Bool.random(using: &random) ? "receptionist" : nil, on: Recordings.day)
        #expect(!one.text.isEmpty && (try? JSON(parsing: one.json)) != nil)
        #expect(first == second)
        let comparison = EnvironmentComparison(first, named: "one", second, named: "other")
        #expect(comparison.isSame, "\(comparison.text)")
        _ = EnvironmentComparison(first, named: "one", recordings.environment, named: "other").json
    }
}

extension JSON {
    /// The same, with some of its values taken for others.
    fileprivate func damaged(using random: inout SplitMix64) -> JSON {
        let others: [JSON] = [
            .null, true, 0, -1, "", "x", [], [:], [.null], ["name": .null], .string(String(repeating: "y", count: 700)),
            .number(JSONNumber(.max)), "2026-02-31", "9e99",
        ]
        if Int.random(in: 0..<40, using: &random) == 0 { return others.randomElement(using: &random) ?? .null }
        switch self {
        case .array(let elements): return .array(elements.map { $0.damaged(using: &random) })
        case .object(var object):
            for member in object.members { object[member.name] = member.value.damaged(using: &random) }
            return .object(object)
        default: return self
        }
    }
}

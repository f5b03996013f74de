import Bytes
import Migration
import TestSupport
import Testing

@Suite("Secrets never reach the output")
struct RedactionTests {
    /// A secret as it may stand somewhere, and what of it must not be seen.
    static let secrets: [(text: String, core: String)] = [
        ("8f3c1d2e4b5a69788796a5b4c3d2e1f0", "8f3c1d2e4b5a69788796a5b4c3d2e1f0"),
        (
            "3Kd9sQ0pXw7LmZ2vBn8RtY5uHc1JgF6eAo4iTq9Wz3Kd9sQ0pXw7LmZ2vBn8RtJQQJ99BKACfhMk5XJ3w3AAABACOG",
            "3Kd9sQ0pXw7LmZ2v"
        ),
        (
            "DefaultEndpointsProtocol=https;AccountName=voicelogs;AccountKey=c2VjcmV0LWtleS1mb3ItdGVzdHMtMDEyMzQ1==;"
                + "EndpointSuffix=core.windows.net",
            "c2VjcmV0LWtleS1mb3It"
        ),
        ("Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=s3cr3t/Word+9=", "s3cr3t"),
        ("InstrumentationKey=0f4d5c6b-1a2b-4c3d-8e9f-0a1b2c3d4e5f;IngestionEndpoint=https://x", "0f4d5c6b-1a2b"),
        ("Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJvaWQiOiI0NyJ9.c2ln-bmF0dXJl", "eyJvaWQi"),
        ("Bearer opaque-token", "opaque-token"),
        ("https://voicelogs.blob.core.windows.net/logs?sv=2024-11-04&se=2027-01-01&sig=ab%2Bcd%2Fef%3D", "ab%2Bcd"),
        ("ana.ferrer@voice.example", "ana.ferrer"), ("x8U8Q~K3vd._-Zr0a1b2c3d4e5f6g7h8i9j0kLmN", "K3vd"),
        ("sk-antiphon-0123456789abcdef0123", "0123456789abcdef"), ("password: hunter2", "hunter2"),
        ("{\"key1\": \"short1\"}", "short1"), ("https://ana:pa55@voice.example/x", "pa55"),
        ("the client secret=abc123", "abc123"),
    ]

    @Test("in any text", arguments: secrets)
    func texts(_ secret: (text: String, core: String)) {
        for text in [secret.text, "ERROR: (\(secret.text)) was refused.", "a,\(secret.text)\nb", "'\(secret.text)'"] {
            let clean = Redaction.text(text)
            #expect(!clean.contains(secret.core), "\(clean)")
            #expect(clean.contains(Redaction.mark))
            #expect(Redaction.text(clean) == clean)
        }
    }

    @Test("Names of things stay as they are")
    func names() {
        for text in [
            "/subscriptions/0f4d5c6b-1a2b-4c3d-8e9f-0a1b2c3d4e5f/resourceGroups/rg-voice-prod-swedencentral-001",
            "OpenAI.GlobalStandard.gpt-4o-mini-realtime-preview", "OnceNewDefaultVersionAvailable",
            "gpt-4o-realtime-preview-2024-12-17", "https://voice-prod.openai.azure.com/", "2026-11-21T00:00:00Z",
            "az resource update --ids /x/y --set properties.disableLocalAuth=true", "", "'receptionist': 100 units",
            "pe-voice-app.f3a9c1d2-55aa-4b6c-9d7e-0011aabbccdd", "--logs '[{\"category\":\"Audit\",\"enabled\":true}]'",
        ] {
            #expect(Redaction.text(text) == text)
        }
        for rule in ReadinessRule.all {
            #expect(Redaction.text(rule.meaning) == rule.meaning)
            #expect(Redaction.text(rule.remedy) == rule.remedy)
            #expect(Redaction.text(rule.title) == rule.title)
        }
    }

    @Test("What is kept of an answer has no secret by its value, nor by its name, and reads as before")
    func kept() throws {
        let recordings = try Recordings("staging")
        var kept = recordings
        for (name, document) in recordings.documents {
            let clean = Redaction.json(document)
            #expect(!clean.text.contains("@voice.example"), "\(name)")
            kept.documents[name] = clean
        }
        #expect(kept.readiness() == recordings.readiness())
        let planted: JSON = ["properties": ["key1": "a", "tags": ["x": "b@c.d"], "primaryKey": ["deep": "c"], "n": 1]]
        #expect(
            Redaction.json(planted).text
                == #"{"properties":{"key1":"[redacted]","tags":{"x":"[redacted]"},"primaryKey":{"deep":"c"},"n":1}}"#
        )
        #expect(Redaction.json(["ana@voice.example": 1]).text == #""[redacted]""#)
    }

    /// Every text of every recording in turn becomes a secret.
    @Test("Wherever a secret is planted", arguments: ["account.json", "deployments.json", "roles.json"])
    func planted(_ file: String) throws {
        let other = try Recordings("staging").environment
        let recordings = try Recordings()
        let document = try #require(recordings.documents[file])
        let count = document.texts
        #expect(count > 20)
        for place in 0..<count {
            let secret = Self.secrets[place % Self.secrets.count]
            var changed = recordings
            var left = place
            changed.documents[file] = document.planting(secret.text, at: &left)
            var environment = AzureEnvironment()
            for (name, document) in changed.documents { _ = environment.add(document, named: name) }
            let readiness = Readiness(environment, on: Recordings.day)
            let drift = EnvironmentComparison(environment, named: "one", other, named: "other")
            for output in [readiness.text, readiness.json, drift.text, drift.json] {
                #expect(!output.contains(secret.core), "\(file), text \(place)")
            }
        }
    }

    @Test("Nor by what az complains of", arguments: secrets)
    func complaints(_ secret: (text: String, core: String)) {
        let errors = Array("WARNING: x\nERROR: \(secret.text) was not taken \(secret.text)\n".utf8)
        let failure = AzFailure(status: 1, errors: errors)
        #expect(!failure.reason.contains(secret.core) && !failure.remedy.contains(secret.core))
    }

    @Test("Any text is made clean, and clean text stays", arguments: Seed.some(300))
    func anything(_ seed: Seed) {
        var random = seed.generator
        let alphabet = Array("aA0-_=:/.@ \"'{}[]&?;%~Bearer sig= key: eyJ\u{301}é\n".utf8)
        var bytes = Array((Self.secrets.randomElement(using: &random)?.text ?? "").utf8)
        bytes.mutate(using: &random, alphabet: alphabet)
        let clean = Redaction.text(String(decoding: bytes, as: UTF8.self))
        #expect(Redaction.text(clean) == clean)
    }
}

extension JSON {
    fileprivate var texts: Int {
        switch self {
        case .string: 1
        case .array(let elements): elements.map(\.texts).reduce(0, +)
        case .object(let object): object.members.map(\.value.texts).reduce(0, +)
        default: 0
        }
    }

    /// Counts down to the text that becomes another.
    fileprivate func planting(_ text: String, at place: inout Int) -> JSON {
        switch self {
        case .string:
            defer { place -= 1 }
            return place == 0 ? .string(text) : self
        case .array(let elements): return .array(elements.map { $0.planting(text, at: &place) })
        case .object(var object):
            for member in object.members { object[member.name] = member.value.planting(text, at: &place) }
            return .object(object)
        default: return self
        }
    }
}

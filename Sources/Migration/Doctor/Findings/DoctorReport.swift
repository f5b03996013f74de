public import Bytes

/// What a visit has found.
public struct DoctorReport: Sendable {
    private let chart: Chart
    private let redaction: KnownSecrets
    /// The root first.
    public let diagnoses: [Diagnosis]

    init(_ chart: Chart) {
        self.chart = chart
        let secrets = [chart.visit.credential.text, chart.secret].compactMap { $0 }
        redaction = KnownSecrets(secrets + chart.visit.target.hiddenValues)
        diagnoses = Diagnosis.ordered(chart.diagnoses)
    }

    public var isHealthy: Bool { diagnoses.isEmpty }

    /// How the rows of the checklist came out.
    public func outcome(of examination: Examination) -> Examination.Outcome {
        chart.outcomes[examination] ?? .notReached
    }

    private var heading: String {
        "antiphon doctor: \(chart.visit.target.shownURL) (\(chart.visit.target.flavour.rawValue)), "
            + "with \(chart.visit.credential.kind)"
    }

    /// For people.
    public var text: String {
        let rows = Examination.allCases.map { examination in
            let outcome = outcome(of: examination)
            let row = "  \(outcome.word.padded(to: 12)) \(examination.rawValue.padded(to: 15)) \(outcome.detail)"
            return String(row.reversed().drop { $0 == " " }.reversed())
        }
        let count = diagnoses.count
        let summary = count == 0 ? "No faults." : "\(count) fault\(count == 1 ? "" : "s"), the root first."
        let faults = diagnoses.enumerated().map { number, diagnosis in
            let entry = diagnosis.ailment.entry
            return """
                \(number + 1). \(diagnosis.ailment.rawValue): \(entry.title)
                   \(diagnosis.evidence)
                   \(entry.means)
                   What to do: \(entry.remedy)
                """
        }
        return redaction.redacted(
            ([heading, "", rows.joined(separator: "\n"), "", summary] + faults).joined(separator: "\n")
        )
    }

    /// For programs.
    public var json: JSON {
        var object = JSONObject()
        object["healthy"] = .bool(isHealthy)
        object["url"] = .string(redaction.redacted(chart.visit.target.shownURL))
        object["faults"] = .array(diagnoses.map(json))
        object["checks"] = .array(Examination.allCases.map(json))
        object["measures"] = .object(chart.measures)
        return .object(object)
    }

    private func json(_ diagnosis: Diagnosis) -> JSON {
        let entry = diagnosis.ailment.entry
        return [
            "fault": .string(diagnosis.ailment.rawValue), "title": .string(entry.title),
            "evidence": .string(redaction.redacted(diagnosis.evidence)), "means": .string(entry.means),
            "remedy": .string(entry.remedy), "guide": .array(entry.guide.map { .string($0.rawValue) }),
        ]
    }

    private func json(_ examination: Examination) -> JSON {
        let outcome = outcome(of: examination)
        return [
            "check": .string(examination.rawValue), "outcome": .string(outcome.word.lowercased()),
            "detail": .string(redaction.redacted(outcome.detail)),
        ]
    }

    /// What a service's support asks for, without a key, a token or a secret. `madeAt` is the time as people write it;
    /// `sample` is the beginning of what was said, a WAV file.
    public func bundle(madeAt: String, sample: [UInt8]) -> JSON {
        let target = chart.visit.target
        var object = JSONObject()
        object["made_by"] = .string("antiphon doctor \(chart.visit.version)")
        object["made_at"] = .string(madeAt)
        object["endpoint"] = .string(target.shownURL)
        object["host"] = .string(target.host)
        object["region"] = chart.region.map { .string($0) } ?? .null
        object["deployment"] = target.model.map { .string($0) } ?? .null
        object["model"] = chart.model.map { .string($0) } ?? .null
        object["credential_kind"] = .string(chart.visit.credential.kind)
        object["client_request_id"] = .string(chart.visit.requestID)
        object["report"] = json
        object["session_update"] = chart.visit.session ?? .null
        object["trace"] = .array(chart.trace.entries)
        guard var bundle = redacted(.object(object)).object else { return .null }
        // Sound is no text in which a secret could stand.
        bundle["audio_sample"] = [
            "format": "WAV, PCM16, 24 kHz, mono; sent in chunks of 100 ms", "base64": .string(Base64.encode(sample)),
        ]
        return .object(bundle)
    }

    /// Fields of a session, or of its tools, that are there to hold a secret.
    private static func holdsSecret(_ name: String) -> Bool {
        ["authorization", "headers"].contains(name.lowercased()) || SecretForm.isName(name)
    }

    private func redacted(_ json: JSON) -> JSON {
        switch json {
        case .string(let text): .string(redaction.redacted(text))
        case .array(let elements): .array(elements.map(redacted))
        case .object(let object):
            .object(
                JSONObject(
                    uniqueMembers: object.members.map { member in
                        let isSecret = Self.holdsSecret(member.name) && member.value != .null
                        return JSONObject.Member(
                            member.name,
                            isSecret ? .string(KnownSecrets.mark) : redacted(member.value)
                        )
                    }
                )
            )
        case .null, .bool, .number: json
        }
    }
}

extension String {
    fileprivate func padded(to count: Int) -> String {
        self + String(repeating: " ", count: max(0, count - self.count))
    }
}

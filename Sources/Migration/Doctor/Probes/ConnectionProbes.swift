import Bytes

/// What can be said of the address and the credential before anybody is called.
struct AddressProbe: Probe {
    mutating func begin(_ chart: inout Chart) -> Step {
        let target = chart.visit.target
        var remarks: [String] = []
        if target.isPreviewPath { remarks.append("it is the path of the Preview dialect") }
        if let version = target.apiVersion { remarks.append("GA takes no api-version, and this has '\(version)'") }
        if !target.isSecure, !target.isLoopback { remarks.append("nothing is encrypted, the key neither") }
        // At Azure it is a deployment's name, and says nothing of the model.
        if target.flavour == .openAI, let model = target.model.flatMap({ Vocabulary.model[$0] }) {
            let ends = model.isGone ? "ended" : "ends"
            remarks.append("\(model.name) \(ends) on \(model.until); \(model.successor) follows it")
        }
        let shown = target.shownURL
        chart.set(.address, remarks.isEmpty ? .well(shown) : .remark("\(shown): \(remarks.joined(separator: "; "))"))
        chart.set(
            .proxy,
            chart.visit.proxyVariable.map {
                .remark("\($0) names one: requests go through it, this program's WebSockets do not")
            } ?? .well("none is set")
        )
        return .done([])
    }

    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step { .wait }
}

/// Name, connection, certificate.
struct ConnectionProbe: Probe {
    mutating func begin(_ chart: inout Chart) -> Step {
        let target = chart.visit.target
        let order = DoctorOrder.inspect(host: target.host, port: target.port, isSecure: target.isSecure)
        // Each of its three steps has a limit; this is for a driver that has none.
        return .next([order], within: chart.step * 3 + .seconds(1))
    }

    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step {
        switch observation {
        case .inspected(let connection): return inspected(connection, &chart)
        case .timeout:
            chart.find(.connectTimeout, "There was no connection within \(chart.step.shown).", at: .connection)
            return .stop
        default: return .wait
        }
    }

    private func inspected(_ connection: DoctorObservation.Connection, _ chart: inout Chart) -> Step {
        guard let resolved = connection.resolvedAfter else {
            chart.find(.nameUnknown, connection.trouble?.text ?? "The name was not found.", at: .name)
            return .stop
        }
        chart.measure("name_ms", resolved)
        let addresses = connection.addresses.prefix(3).joined(separator: ", ")
        chart.set(.name, .well("\(addresses), after \(resolved.shown)"))
        guard let connected = connection.connectedAfter else {
            let trouble = connection.trouble ?? .init(.unreachable, "There was no connection.")
            let ailment = trouble.kind == .timedOut ? .connectTimeout : trouble.kind.ailment
            chart.find(ailment, trouble.text, at: .connection)
            return .stop
        }
        chart.measure("connect_ms", connected)
        chart.set(.connection, .well("\(connection.address ?? "there"), after \(connected.shown)"))
        guard chart.visit.target.isSecure else {
            chart.set(.certificate, .skipped("the address says that there is no TLS"))
            return .done([])
        }
        return secured(connection, &chart)
    }

    private func secured(_ connection: DoctorObservation.Connection, _ chart: inout Chart) -> Step {
        guard let time = connection.securedAfter, let certificate = connection.certificate else {
            let trouble = connection.trouble ?? .init(.tls, "There was no certificate.")
            let isPlain = ["wrong version number", "packet length", "http request", "unknown protocol"].contains {
                trouble.text.lowercased().contains($0)
            }
            let ailment: Ailment = isPlain ? .tlsNotSpoken : trouble.kind == .timedOut ? .noAnswer : .tlsFailed
            chart.find(ailment, trouble.text, at: .certificate)
            return .stop
        }
        chart.measure("tls_ms", time)
        let found = certificate.ailments(for: chart.visit.target.host, at: chart.clock)
        for (ailment, evidence) in found { chart.find(ailment, evidence, at: .certificate) }
        guard found.isEmpty else { return .stop }
        let days = certificate.days(from: chart.clock)
        let text =
            "\(certificate.names.prefix(3).joined(separator: ", ")) by \(certificate.issuer), "
            + "\(connection.protocolVersion ?? "TLS"), after \(time.shown)"
        let isShort = days < Self.daysEnough
        chart.set(
            .certificate,
            isShort ? .remark("it ends in \(days) days; \(text)") : .well("for \(days) days more; \(text)")
        )
        return .done([])
    }

    private static let daysEnough = 14
}

extension DoctorObservation.Certificate {
    func days(from clock: Double) -> Int { Int(exactly: ((Double(notAfter) - clock) / 86_400).rounded(.down)) ?? 0 }

    /// What is wrong with it: a library tells the first of it only. The root first.
    func ailments(for host: String, at clock: Double) -> [(Ailment, String)] {
        guard !verdict.isEmpty else { return [] }
        let shownNames = names.isEmpty ? subject : names.prefix(5).joined(separator: ", ")
        var found: [(Ailment, String)] = []
        if Double(notAfter) < clock {
            found.append((.certificateExpired, "It ended \(-days(from: clock)) days ago, and is of \(issuer)."))
        }
        if Double(notBefore) > clock {
            found.append((.certificateNotYetValid, "It begins \((Double(notBefore) - clock).shownSpan) from now."))
        }
        if !matchesName {
            found.append((.certificateName, "The address says '\(host)', the certificate: \(shownNames)."))
        }
        if isUntrusted, isSelfSigned {
            found.append((.certificateSelfSigned, "It is of '\(subject)' by itself."))
        } else if isUntrusted || found.isEmpty {
            let evidence = "\(verdict); it is of \(issuer), and \(chainCount) came with it."
            found.append((.certificateUntrusted, evidence))
        }
        return found
    }
}

/// Whether the credential is let in where no session is needed.
struct ModelsProbe: Probe {
    mutating func begin(_ chart: inout Chart) -> Step {
        if case .secret = chart.visit.credential {
            chart.set(.models, .skipped("a client secret opens sessions only"))
            return .done([])
        }
        return .next(
            [.request(DoctorRequest("GET", chart.target.beside("models"), chart.headers()))],
            within: chart.step
        )
    }

    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step {
        switch observation {
        case .answered(let answer): chart.set(.models, outcome(answer, chart))
        case .requestFailed(let trouble): chart.set(.models, .remark(trouble.text))
        case .timeout:
            chart.set(.models, .remark("no answer within \(chart.step.shown)"))
            return .done([.leave])
        default: return .wait
        }
        return .done([])
    }

    private func outcome(_ answer: DoctorObservation.Answer, _ chart: Chart) -> Examination.Outcome {
        let refusal = DoctorRefusal(answer)
        switch answer.status {
        case 200: return names(in: answer.body, chart)
        case 404, 405, 501: return .notOffered("status \(answer.status)")
        default: return .remark(refusal.evidence)
        }
    }

    private func names(in body: [UInt8], _ chart: Chart) -> Examination.Outcome {
        guard let list = DoctorEvent.json(body)?["data"]?.array else {
            return .remark("status 200, and no list of models")
        }
        let names = list.compactMap { $0["id"]?.string }
        guard let model = chart.target.model, !names.contains(model) else { return .well("\(names.count) are listed") }
        // Azure lists models, and the address has a deployment.
        return .well("\(names.count) are listed, '\(DoctorRefusal.line(model))' not among them")
    }
}

import Bytes

/// What becomes of a client that still sends the header of the Preview dialect.
struct BetaProbe: Probe {
    private var opening = Opening()

    mutating func begin(_ chart: inout Chart) -> Step {
        if chart.visit.sendsBeta {
            chart.set(.betaHeader, .skipped("--beta: all of this was with the header"))
            return .done([])
        }
        guard chart.session != .none else { return .done([]) }
        return opening.begin(chart.target, chart.socketHeaders() + [Chart.betaHeader], chart)
    }

    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step {
        // What this client is told is no news of the session's.
        var aside = chart
        let outcome = opening.handle(observation, &aside)
        switch outcome {
        case .pending(let step): return step
        case .greeted(let session):
            let served = session.isPreviewSession ? "Preview is served for it" : "it is ignored, and GA served"
            chart.set(.betaHeader, session.isPreviewSession ? .well(served) : .remark(served))
        case .refused(let refusal):
            let code = refusal.code ?? refusal.status.map { "status \($0)" } ?? "no code"
            let isOfHeader = [.betaHeaderRefused, .secretOfOtherDialect].contains(refusal.ailment(of: chart))
            chart.set(
                .betaHeader,
                isOfHeader ? .well("it is refused (\(code)), as GA does") : .remark("with it: \(refusal.evidence)")
            )
        case .trouble(_, let evidence): chart.set(.betaHeader, .remark("it is not answered. \(evidence)"))
        }
        return .done([.leave])
    }
}

extension Chart {
    fileprivate var isForTranscription: Bool { session == .transcription || target.isTranscription }

    fileprivate var modelForNeighbours: String { target.model ?? model ?? DoctorTarget.modelUsual }

    /// Whoever joins a call need not know its model.
    private var isModelGuessed: Bool { !isForTranscription && target.model == nil && model == nil }

    /// What is not there is not offered. The API may be there, and answer 404 because it knows no such deployment.
    fileprivate mutating func sawRefusal(
        _ answer: DoctorObservation.Answer,
        _ ailment: Ailment,
        at row: Examination
    ) {
        let refusal = DoctorRefusal(answer)
        let cause = refusal.ailment(of: self)
        if [404, 405, 501].contains(answer.status), cause == .pathUnknown {
            set(row, .notOffered("status \(answer.status)"))
        } else if cause == .modelUnknown, isModelGuessed {
            set(row, .skipped("the address names no model, and '\(DoctorTarget.modelUsual)' is none here"))
        } else {
            find(ailment, refusal.evidence, at: row)
        }
    }
}

/// Makes a client secret.
struct SecretsProbe: Probe {
    mutating func begin(_ chart: inout Chart) -> Step {
        if case .secret = chart.visit.credential {
            chart.set(.clientSecrets, .skipped("a client secret makes no others"))
            return .done([])
        }
        let session: JSON =
            chart.isForTranscription
            ? ["type": "transcription"] : ["type": "realtime", "model": .string(chart.modelForNeighbours)]
        let body: JSON = ["expires_after": ["anchor": "created_at", "seconds": 60], "session": session]
        let headers = chart.headers() + [DoctorHeader("Content-Type", "application/json")]
        let request = DoctorRequest("POST", chart.target.beside("realtime/client_secrets"), headers, body: body.text)
        return .next([.request(request)], within: chart.step)
    }

    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step {
        switch observation {
        case .answered(let answer): answered(answer, &chart)
        case .requestFailed(let trouble): chart.find(.secretsFailed, trouble.text, at: .clientSecrets)
        case .timeout:
            chart.find(.secretsFailed, "There was no answer within \(chart.step.shown).", at: .clientSecrets)
            return .done([.leave])
        default: return .wait
        }
        return .done([])
    }

    private func answered(_ answer: DoctorObservation.Answer, _ chart: inout Chart) {
        switch answer.status {
        case 200, 201:
            let json = DoctorEvent.json(answer.body)
            let left = json?["expires_at"]?.double.map { $0 - chart.clock - (chart.skew ?? 0) }
            guard let value = json?["value"]?.string, value.hasPrefix("ek_") else {
                return chart.find(.secretsDamaged, "There is no 'value' that begins with ek_.", at: .clientSecrets)
            }
            // A second may be lost to the header's whole seconds.
            guard let left, left > -2 else {
                let evidence = left == nil ? "There is no 'expires_at'." : "Its 'expires_at' has passed."
                return chart.find(.secretsDamaged, evidence, at: .clientSecrets)
            }
            chart.secret = value
            chart.set(.clientSecrets, .well("one was made for \(max(left, 0).shownSpan)"))
        default: chart.sawRefusal(answer, .secretsFailed, at: .clientSecrets)
        }
    }
}

/// Offers a WebRTC call, and hangs up.
struct CallProbe: Probe {
    private var isHangingUp = false

    mutating func begin(_ chart: inout Chart) -> Step {
        let credential = chart.secret.map { [DoctorHeader("Authorization", "Bearer \($0)")] }
        // With a key of one's own the address says what it is for; a secret brings that along.
        let purpose =
            chart.isForTranscription ? "intent=transcription" : "model=\(chart.modelForNeighbours.percentEscaped)"
        let query = credential == nil ? "?\(purpose)" : ""
        let headers = (credential ?? chart.headers()) + [DoctorHeader("Content-Type", "application/sdp")]
        let request = DoctorRequest(
            "POST",
            chart.target.beside("realtime/calls") + query,
            headers,
            body: Self.offer
        )
        return .next([.request(request)], within: chart.step)
    }

    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step {
        switch observation {
        case .answered(let answer) where !isHangingUp: return answered(answer, &chart)
        case .requestFailed(let trouble) where !isHangingUp: chart.find(.callsFailed, trouble.text, at: .calls)
        case .timeout where !isHangingUp:
            chart.find(.callsFailed, "There was no answer within \(chart.step.shown).", at: .calls)
        case .answered, .requestFailed, .timeout: break
        default: return .wait
        }
        return .done([])
    }

    private mutating func answered(_ answer: DoctorObservation.Answer, _ chart: inout Chart) -> Step {
        switch answer.status {
        case 200, 201:
            guard answer.body.starts(with: "v=0".utf8) else {
                chart.find(.callsFailed, "Status \(answer.status), and no SDP.", at: .calls)
                return .done([])
            }
            chart.set(.calls, .well("an offer is answered"))
            guard let call = answer.headers["Location"].flatMap(Self.call) else { return .done([]) }
            isHangingUp = true
            let url = chart.target.beside("realtime/calls/\(call)/hangup")
            return .next([.request(DoctorRequest("POST", url, chart.headers()))], within: chart.step)
        default: chart.sawRefusal(answer, .callsFailed, at: .calls)
        }
        return .done([])
    }

    /// `rtc_…`, of the call's address: a path or a whole one, by whatever way the server is reached from its side.
    private static func call(at place: String) -> String? {
        place.prefix { !"?#".contains($0) }.split(separator: "/").map(String.init)
            .last { $0.hasPrefix("rtc_") && $0.percentEscaped == $0 }
    }

    /// What a browser offers that speaks and has a data channel. Nobody waits at its address: 192.0.2.0/24 is
    /// nobody's.
    static let offer = [
        "v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1",
        "a=msid-semantic: WMS",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111", "c=IN IP4 0.0.0.0", "a=rtcp:9 IN IP4 0.0.0.0",
        "a=candidate:1 1 udp 2113937151 192.0.2.1 9 typ host",
        "a=ice-ufrag:d0ct", "a=ice-pwd:doctorsdoctorsdoctors22", "a=ice-options:trickle",
        "a=fingerprint:sha-256 "
            + "7B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08",
        "a=setup:actpass", "a=mid:0", "a=sendrecv", "a=rtcp-mux", "a=rtpmap:111 opus/48000/2",
        "a=fmtp:111 minptime=10;useinbandfec=1",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0", "a=ice-ufrag:d0ct",
        "a=ice-pwd:doctorsdoctorsdoctors22",
        "a=fingerprint:sha-256 "
            + "7B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08",
        "a=setup:actpass", "a=mid:1", "a=sctp-port:5000", "a=max-message-size:262144", "",
    ].joined(separator: "\r\n")
}

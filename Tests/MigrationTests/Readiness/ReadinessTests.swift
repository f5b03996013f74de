import Bytes
import Migration
import Testing

@Suite("readiness finds")
struct ReadinessTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let id: ReadinessID
        var severity: Severity?
        var subject: String?
        var deployment: String?
        /// What the message says of it.
        var says = ""
        let edits: [Edit]

        var testDescription: String { "\(id.rawValue) \(says)" }
    }

    /// The account, the two readings of its first deployment, and the rest of its files.
    private static let account = "account.json"
    private static let model = "gpt-realtime-1.5"

    private static func account(_ path: String, _ value: JSON?) -> Edit { Edit(account, "properties/" + path, value) }

    /// In `deployment list` and in the management API alike.
    private static func receptionist(_ path: String, _ value: JSON?) -> [Edit] {
        [Edit("deployments.json", "0/" + path, value), Edit("deployments-api.json", "value/0/" + path, value)]
    }

    private static func model(_ name: String, _ version: String) -> [Edit] {
        receptionist("properties/model/name", .string(name))
            + receptionist("properties/model/version", .string(version))
    }

    private static let open = [
        account("publicNetworkAccess", "Enabled"), account("networkAcls/defaultAction", "Allow"),
    ]

    private static let noEndpoints = [
        Edit("private-endpoints.json", "", []), account("privateEndpointConnections", []),
    ]

    /// One finding each, with what makes it.
    static let cases: [Case] = [
        Case(id: .accountKind, says: "SpeechServices", edits: [Edit(account, "kind", "SpeechServices")]),
        Case(id: .accountState, says: "Deleting", edits: [account("provisioningState", "Deleting")]),
        Case(
            id: .regionWithoutRealtime,
            says: "swedencentral",
            edits: [
                Edit("models.json", "", [["format": "OpenAI", "name": "gpt-4o", "version": "2024-11-20"]]),
                Edit("deployments.json", "", []), Edit("deployments-api.json", "value", []),
            ]
        ),
        Case(id: .subdomainMissing, edits: [account("customSubDomainName", nil)]),
        Case(
            id: .noRealtimeDeployment,
            says: "without one",
            edits: [Edit("deployments.json", "0", nil), Edit("deployments-api.json", "value/0", nil)]
        ),
        Case(
            id: .deploymentNotFound,
            subject: "recepcionist",
            deployment: "recepcionist",
            says: "'receptionist' meant",
            edits: []
        ),
        Case(id: .deploymentNotRealtime, deployment: "summaries", says: "gpt-4.1-mini", edits: []),
        Case(
            id: .deploymentState,
            says: "Failed",
            edits: receptionist("properties/provisioningState", "Failed")
        ),
        Case(
            id: .deploymentState,
            says: "Paused",
            edits: [Edit("deployments-api.json", "value/0/properties/deploymentState", "Paused")]
        ),
        Case(id: .deploymentBatch, says: "GlobalBatch", edits: receptionist("sku/name", "GlobalBatch")),
        Case(
            id: .retirementUnknown,
            severity: .warns,
            subject: "receptionist",
            says: "which ended at OpenAI on 2026-05-07; Azure's date was not read.",
            edits: model("gpt-4o-realtime-preview", "2024-12-17")
        ),
        Case(
            id: .modelRetired,
            says: "retired on 2026-11-21 (Azure's date)",
            edits: [Edit("models.json", "3/skus/0/deprecationDate", "2026-11-21T00:00:00Z")]
        ),
        Case(
            id: .modelRetiring,
            says: "retires in 24 days, on 2026-12-15 (Azure's date); then Azure puts the default",
            edits: model("gpt-realtime-mini", "2025-12-15")
        ),
        Case(
            id: .modelRetiring,
            says: "retires in 1 day, on 2026-11-22 (Azure's date); then the deployment stops",
            edits: receptionist("properties/versionUpgradeOption", "NoAutoUpgrade") + [
                Edit("models.json", "3/skus/0/deprecationDate", "2026-11-22T00:00:00Z")
            ]
        ),
        Case(id: .modelPreview, says: "gpt-realtime-2.1", edits: model("gpt-realtime-2.1", "2026-07-07")),
        Case(id: .retirementUnknown, says: "gpt-realtime-9", edits: model("gpt-realtime-9", "2026-10-01")),
        Case(id: .capacityNone, edits: receptionist("sku/capacity", 0)),
        Case(
            id: .capacitySmall,
            says: "has 32767 tokens a minute; a response may read 32768.",
            edits: receptionist("properties/rateLimits/1/count", 32_767)
        ),
        Case(
            id: .capacitySmall,
            says: "has 30000 tokens",
            edits: receptionist("properties/rateLimits/1/count", 5_000)
                + receptionist("properties/rateLimits/1/renewalPeriod", 10)
        ),
        Case(
            id: .quotaUsedUp,
            subject: "receptionist",
            says: "100 of 100 units of OpenAI.GlobalStandard.gpt-realtime-1.5",
            edits: [Edit("quota.json", "", quota(used: 100))]
        ),
        Case(id: .usageBlocked, edits: [Edit("quota.json", "0/status", "Blocked")]),
        Case(id: .unreachable, says: "Public access is off", edits: noEndpoints),
        Case(
            id: .unreachable,
            says: "The rules let nobody in",
            edits: noEndpoints + [
                account("publicNetworkAccess", "Enabled"), account("networkAcls/ipRules", []),
            ]
        ),
        Case(
            id: .endpointUnapproved,
            says: "is Rejected",
            edits: [
                Edit("private-endpoints.json", "1/properties/privateLinkServiceConnectionState/status", "Rejected")
            ]
        ),
        Case(id: .networkOpen, says: "private endpoint beside it", edits: open),
        Case(
            id: .networkRuleWide,
            subject: "0.0.0.0/1",
            edits: [
                account("publicNetworkAccess", "Enabled"),
                account("networkAcls/ipRules", [["value": "0.0.0.0/1"], ["value": "203.0.113.0/24"]]),
            ]
        ),
        Case(
            id: .networkRuleBroken,
            subject: "snet-web",
            says: "NetworkSourceDeleted",
            edits: [
                account("publicNetworkAccess", "Enabled"),
                account(
                    "networkAcls/virtualNetworkRules",
                    [["id": "/subscriptions/s/x/subnets/snet-web", "state": "NetworkSourceDeleted"]]
                ),
            ]
        ),
        Case(id: .publicAccessUnknown, edits: [account("publicNetworkAccess", nil)]),
        Case(
            id: .publicAccessUnknown,
            says: "perimeter",
            edits: [account("publicNetworkAccess", "SecuredByPerimeter")]
        ),
        Case(id: .diagnosticsMissing, says: "There is none", edits: [Edit("diagnostics.json", "", [])]),
        Case(
            id: .diagnosticsMissing,
            says: "Of 1 none sends a log",
            edits: [Edit("diagnostics.json", "0/workspaceId", nil)]
        ),
        Case(id: .requestsNotLogged, edits: [Edit("diagnostics.json", "0/logs/1/enabled", false)]),
        Case(id: .auditNotLogged, edits: [Edit("diagnostics.json", "0/logs/0/enabled", false)]),
        Case(id: .keysAllowed, says: "is false", edits: [account("disableLocalAuth", false)]),
        Case(id: .keysAllowed, says: "is not set", edits: [account("disableLocalAuth", .null)]),
        Case(
            id: .callerRoleMissing,
            severity: .blocks,
            says: "Assigned are Owner, Reader.",
            edits: [Edit("roles.json", "2", nil)]
        ),
        Case(
            id: .callerRoleMissing,
            says: "No role is assigned",
            edits: [Edit("roles.json", "", [])]
        ),
        Case(
            id: .callerRoleUnknown,
            subject: "Voice Caller",
            says: "Assigned is 'Voice Caller'.",
            edits: [
                Edit("roles.json", "2/roleDefinitionName", "Voice Caller"),
                Edit("roles.json", "2/roleDefinitionId", "/x/roleDefinitions/11111111-2222-3333-4444-555555555555"),
            ]
        ),
        Case(id: .callerRolePeople, says: "1 person has one", edits: [Edit("roles.json", "2/principalType", "User")]),
        Case(
            id: .providerUnregistered,
            edits: [Edit("provider-microsoft.cognitiveservices.json", "registrationState", "NotRegistered")]
        ),
        Case(
            id: .insightsUnregistered,
            edits: [Edit("provider-microsoft.insights.json", "registrationState", "Unregistering")]
        ),
        Case(id: .notKnown, subject: "roles", says: "not among what was read", edits: [Edit("roles.json", "", nil)]),
        Case(
            id: .notKnown,
            subject: "deployments",
            says: "goes on",
            edits: [Edit("deployments-api.json", "nextLink", "https://management.example/next")]
        ),
    ]

    private static func quota(used: Int) -> JSON {
        [
            [
                "name": ["value": "OpenAI.GlobalStandard.gpt-realtime-1.5"], "currentValue": .number(.init(used)),
                "limit": 100,
            ]
        ]
    }

    @Test("each defect, and nothing else", arguments: cases)
    func defect(_ one: Case) throws {
        var recordings = try Recordings()
        for edit in one.edits { edit.apply(to: &recordings) }
        let findings = recordings.readiness(deployment: one.deployment).findings
        // What has no region has no deployment either.
        let expected: [ReadinessID] =
            one.id == .regionWithoutRealtime ? [.regionWithoutRealtime, .noRealtimeDeployment] : [one.id]
        #expect(findings.map(\.id) == expected)
        let finding = try #require(findings.first)
        #expect(finding.severity == one.severity ?? ReadinessRule.all.first { $0.id == one.id }?.severity)
        #expect(finding.message.contains(one.says), "\(finding.message)")
        if let subject = one.subject { #expect(finding.subject == subject) }
        let text = recordings.readiness(deployment: one.deployment).text
        #expect(text.contains(finding.message) && text.contains(finding.remedy))
        #expect(!finding.remedy.contains("{name}") && !finding.remedy.contains("{deployment}"))
        #expect(recordings.readiness(deployment: one.deployment).isReady == (finding.severity != .blocks))
    }

    @Test("every finding of the table has a case, and stands in the table once")
    func complete() {
        #expect(Set(Self.cases.map(\.id)) == Set(ReadinessID.allCases))
        #expect(ReadinessRule.all.map(\.id.rawValue).sorted() == ReadinessID.allCases.map(\.rawValue).sorted())
    }

    @Test("a healthy environment is quiet", arguments: [nil, "receptionist", "transcripts"])
    func healthy(_ deployment: String?) throws {
        let readiness = try Recordings().readiness(deployment: deployment)
        #expect(readiness.findings == [])
        #expect(readiness.isReady && readiness.fine == ReadinessArea.allCases)
        #expect(
            readiness.text == """
                voice-prod, AIServices in swedencentral, on 2026-11-21
                  receptionist: gpt-realtime-1.5 2026-02-23, GlobalStandard, 100 units, 100000 tokens a minute, \
                200 requests a minute, until 2027-08-24
                  transcripts: gpt-4o-transcribe 2025-03-20, GlobalStandard, 160 units, 160000 tokens a minute, \
                160 requests a minute, until 2027-06-01

                Ready.
                """
        )
    }

    /// What is near a defect, and none.
    static let near: [(String, [Edit])] = [
        ("90 days are not yet 91", [Edit("models.json", "3/skus/0/deprecationDate", "2027-02-20T00:00:00Z")]),
        ("one response fits", receptionist("properties/rateLimits/1/count", 32_768)),
        ("one unit of quota is left", [Edit("quota.json", "", quota(used: 99))]),
        (
            "a group of categories",
            [Edit("diagnostics.json", "0/logs", [["categoryGroup": "allLogs", "enabled": true]])]
        ),
        ("denied but for one address", noEndpoints + [account("publicNetworkAccess", "Enabled")]),
        (
            "denied, and reached privately",
            [account("publicNetworkAccess", "Enabled"), account("networkAcls/ipRules", [])]
        ),
        ("wide rules that are not in force", [account("networkAcls/ipRules", [["value": "0.0.0.0/0"]])]),
        ("a role by its identifier", [Edit("roles.json", "2/roleDefinitionName", "A name of tomorrow")]),
        (
            "a role above the group",
            [Edit("roles.json", "2/scope", "/providers/Microsoft.Management/managementGroups/x")]
        ),
        ("an account of the kind OpenAI", [Edit(account, "kind", "OpenAI")]),
        ("the region by its long name", [Edit(account, "location", "Sweden Central")]),
        ("a field of tomorrow", [account("brandNew", ["x": 1]), Edit("quota.json", "0/brandNew", "y")]),
    ]

    @Test("nothing in what is only near a defect", arguments: near)
    func spared(_ what: String, _ edits: [Edit]) throws {
        var recordings = try Recordings()
        for edit in edits { edit.apply(to: &recordings) }
        #expect(recordings.readiness().findings == [], "\(what)")
    }

    @Test("a role for another account is none for this one")
    func scopes() throws {
        var recordings = try Recordings()
        Edit("roles.json", "2/scope", "/subscriptions/other").apply(to: &recordings)
        #expect(recordings.readiness().findings.map(\.id) == [.callerRoleMissing])
    }

    @Test("a role that calls models is known by its identifier, whatever it is called today")
    func projectManager() throws {
        for definition in ["eadc314b-1a2d-4efa-be10-5d325db5065e", "c883944f-8b7b-4483-af10-35834be79c4a"] {
            var recordings = try Recordings()
            Edit("roles.json", "2/roleDefinitionName", "A name of tomorrow").apply(to: &recordings)
            Edit("roles.json", "2/roleDefinitionId", .string("/x/roleDefinitions/\(definition)"))
                .apply(to: &recordings)
            #expect(recordings.readiness().findings == [])
        }
    }

    @Test("a role that nobody knows may call: nothing is blocked by what is not known")
    func customRole() throws {
        var recordings = try Recordings()
        Edit("roles.json", "2/roleDefinitionName", "Voice Caller").apply(to: &recordings)
        Edit("roles.json", "2/roleDefinitionId", "/x/roleDefinitions/11111111-2222-3333-4444-555555555555")
            .apply(to: &recordings)
        let readiness = recordings.readiness()
        #expect(readiness.findings.map(\.id.rawValue) == ["caller-role-unknown"] && readiness.isReady)
        #expect(readiness.findings.first?.severity == .unknown)
        #expect(readiness.findings.first?.message.contains("'Voice Caller'") == true)
        // It is not who may that is unknown where somebody surely may.
        Edit("roles.json", "1/roleDefinitionId", "/x/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd")
            .apply(to: &recordings)
        #expect(recordings.readiness().findings == [])
    }

    @Test("what OpenAI has ended may go on at Azure: it blocks nothing")
    func othersDates() throws {
        var recordings = try Recordings()
        for edit in Self.model("gpt-4o-realtime-preview", "2024-12-17") { edit.apply(to: &recordings) }
        let readiness = recordings.readiness(deployment: "receptionist")
        #expect(readiness.findings.map(\.severity) == [.warns] && readiness.isReady)
        #expect(readiness.findings.first?.message.contains("OpenAI") == true)
    }

    @Test("a transcription model is one for Realtime, whether its capabilities say so or not")
    func transcriptions() throws {
        var recordings = try Recordings()
        Edit("models.json", "5/capabilities/realtime", nil).apply(to: &recordings)
        Edit("deployments.json", "1/properties/capabilities/realtime", nil).apply(to: &recordings)
        Edit("deployments-api.json", "value/1/properties/capabilities/realtime", nil).apply(to: &recordings)
        #expect(recordings.readiness(deployment: "transcripts").findings == [])
        #expect(recordings.readiness().findings == [])
    }

    @Test("a deployment beside one that is ready blocks nothing, unless it is the client's")
    func beside() throws {
        var recordings = try Recordings()
        for edit in Self.receptionist("properties/provisioningState", "Failed") { edit.apply(to: &recordings) }
        let other = try #require(try Recordings().documents["deployments.json"]?.array?.first?.object)
        var renamed = other
        renamed["name"] = "new"
        Edit("deployments.json", "3", .object(renamed)).apply(to: &recordings)
        let any = recordings.readiness()
        #expect(any.isReady && any.findings.map(\.severity) == [.warns])
        #expect(any.findings.first?.message.hasSuffix("Another deployment is ready.") == true)
        #expect(!recordings.readiness(deployment: "receptionist").isReady)
        #expect(recordings.readiness(deployment: "new").findings == [])
    }

    @Test("keys that are allowed make a missing role a warning")
    func keysInstead() throws {
        var recordings = try Recordings()
        Edit("roles.json", "", []).apply(to: &recordings)
        Self.account("disableLocalAuth", false).apply(to: &recordings)
        #expect(recordings.readiness().findings.map(\.id) == [.keysAllowed, .callerRoleMissing])
        #expect(recordings.readiness().isReady)
    }

    @Test("the remedy is a command that can be pasted, with the model that stays longest")
    func remedy() throws {
        var recordings = try Recordings()
        for edit in Self.model("gpt-realtime-mini", "2025-12-15") { edit.apply(to: &recordings) }
        let finding = try #require(recordings.readiness().findings.first)
        #expect(
            finding.remedy
                == "az cognitiveservices account deployment create --name voice-prod --resource-group rg-voice-prod "
                + "--deployment-name receptionist --model-format OpenAI --model-name gpt-realtime-mini "
                + "--model-version 2025-10-06 --sku-name GlobalStandard --sku-capacity 100"
        )
        for edit in Self.receptionist("name", "a'b; rm -rf ~") { edit.apply(to: &recordings) }
        let quoted = try #require(recordings.readiness().findings.first)
        #expect(quoted.remedy.contains("--deployment-name 'a'\\''b; rm -rf ~' --model-format"))
    }

    @Test("the day decides: the same recordings are fine, warned of, and blocked")
    func days() throws {
        let recordings = try Recordings()
        func ids(_ day: String) throws -> [ReadinessID] {
            recordings.readiness(deployment: "receptionist", on: try #require(CalendarDay(day))).findings.map(\.id)
        }
        #expect(try ids("2027-05-25") == [])
        #expect(try ids("2027-05-26") == [.modelRetiring])
        #expect(try ids("2027-08-23") == [.modelRetiring])
        #expect(try ids("2027-08-24") == [.modelRetired])
    }

    @Test("nothing read is nothing ready")
    func nothing() throws {
        let empty = Readiness(AzureEnvironment(), on: Recordings.day)
        #expect(!empty.isReady && empty.count(.unknown) == 8 && empty.fine == [])
        var recordings = try Recordings()
        recordings.documents["deployments.json"] = nil
        recordings.documents["deployments-api.json"] = nil
        #expect(!recordings.readiness().isReady && recordings.readiness().count(.blocks) == 0)
    }

    @Test("a report for machines holds what the other says")
    func json() throws {
        let readiness = try Recordings("staging").readiness(deployment: "old-receptionist")
        let object = try JSON(parsing: readiness.json)
        #expect(object["ready"]?.bool == false && object["on"]?.string == "2026-11-21")
        #expect(object["account"]?["region"]?.string == "swedencentral")
        #expect(object["deployments"]?.array?.first?["retires"]?.string == "2026-12-15")
        let findings = try #require(object["findings"]?.array)
        #expect(findings.compactMap { $0["id"]?.string } == readiness.findings.map(\.id.rawValue))
        #expect(Set(findings.compactMap { $0["severity"]?.string }) == ["blocks", "warns"])
        #expect(object["blocks"]?.int == readiness.count(.blocks) && object["warns"]?.int == readiness.count(.warns))
    }
}

/// A line that the current API refuses or ignores.
public struct Finding: Sendable, Equatable {
    public enum Certainty: String, Sendable, Comparable {
        case likely
        case sure

        public static func < (left: Self, right: Self) -> Bool { left == .likely && right == .sure }
    }

    /// A change to the file that mends the line and cannot change what else it does.
    public struct Edit: Sendable, Equatable {
        public let range: Range<Int>
        public let text: String

        public init(_ range: Range<Int>, _ text: String) {
            self.range = range
            self.text = text
        }
    }

    public let file: String
    public internal(set) var line = 0
    public internal(set) var column = 0
    public let rule: RuleID
    public var certainty: Certainty
    /// What breaks, and the error or the silence that it causes.
    public let message: String
    /// The correct form.
    public let remedy: String
    /// Empty: a person must do it.
    public var edits: [Edit]
    /// In bytes of the text.
    let offset: Int

    init(
        _ rule: RuleID,
        _ certainty: Certainty,
        at offset: Int,
        in file: String,
        _ message: String,
        remedy: String,
        edits: [Edit] = []
    ) {
        self.file = file
        self.rule = rule
        self.certainty = certainty
        self.message = message
        self.remedy = remedy
        self.edits = edits
        self.offset = offset
    }

    mutating func place(in source: SourceText) { (line, column) = source.position(of: offset) }
}

/// The names of the rules, as suppressions and machines use them.
public enum RuleID: String, Sendable, CaseIterable {
    case betaHeader = "beta-header"
    case azurePreviewPath = "azure-preview-path"
    case azureAPIVersion = "azure-api-version"
    case azureDeployment = "azure-deployment-parameter"
    case regionalWebRTC = "regional-webrtc"
    case sessionsEndpoint = "sessions-endpoint"
    case offerEndpoint = "offer-endpoint"
    case eventName = "event-name"
    case clientEventName = "client-event-name"
    case sessionField = "session-field"
    case sessionTypeMissing = "session-type-missing"
    case responseField = "response-field"
    case bothModalities = "both-modalities"
    case audioFormatName = "audio-format-name"
    case pcmRateMissing = "pcm-rate-missing"
    case contentType = "content-type"
    case itemObject = "item-object"
    case sdkVersion = "sdk-version"
    case previewSDK = "preview-sdk"
    case previewCall = "preview-call"
    case retiredModel = "retired-model"
    case retiringModel = "retiring-model"
    case keyInQuery = "key-in-query"
    case keyInClient = "key-in-client"
    case audioLogged = "audio-logged"
    case refusedEvent = "refused-event"
    case suppression = "suppression-without-reason"
}

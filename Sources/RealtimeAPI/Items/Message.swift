public import Bytes

/// Something said or written by one of the three roles.
public struct Message: ItemBody {
    static let type = "message"

    public struct Role: OpenEnum {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let system: Self = "system"
        public static let user: Self = "user"
        public static let assistant: Self = "assistant"
        public static var known: [Self] { [.system, .user, .assistant] }
    }

    public var id: ItemID?
    public var object: String?
    public var status: ItemStatus?
    public var role = Role.user
    public var content: [ContentPart] = []
    public var phase = Nullable<Phase>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("id", \.id, .itemID),
        .optional("object", \.object, .itemObject),
        .constant("type", type),
        .optional("status", \.status),
        .required("role", \.role),
        .required("content", \.content),
        .nullable("phase", \.phase),
    ]

    public func check() throws(WireFault) {
        for (index, part) in content.enumerated() {
            do {
                try part.check(as: role)
            } catch {
                throw error.under(index).under("content")
            }
        }
        if role != .assistant, !phase.isAbsent { throw WireFault(.unknownField).under("phase") }
    }
}

/// A piece of a message. Which fields it may have depends on its type, which types on the message's role.
public struct ContentPart: WireObject {
    public struct Kind: OpenEnum {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let inputText: Self = "input_text"
        public static let inputAudio: Self = "input_audio"
        public static let inputImage: Self = "input_image"
        public static let outputText: Self = "output_text"
        public static let outputAudio: Self = "output_audio"
        /// The short names are Preview's, and those of parts in `response.content_part.*`.
        public static let text: Self = "text"
        public static let audio: Self = "audio"
        public static var known: [Self] {
            [.inputText, .inputAudio, .inputImage, .outputText, .outputAudio, .text, .audio]
        }
    }

    public struct ImageDetail: OpenEnum {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let auto: Self = "auto"
        public static let low: Self = "low"
        public static let high: Self = "high"
        public static var known: [Self] { [.auto, .low, .high] }
    }

    public var type: Kind?
    public var text: String?
    public var audio: String?
    public var imageURL: String?
    public var detail: ImageDetail?
    public var transcript = Nullable<String>.absent
    public var format: String?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("type", \.type),
        .optional("text", \.text),
        .optional("audio", \.audio),
        .optional("image_url", \.imageURL),
        .optional("detail", \.detail),
        .nullable("transcript", \.transcript),
        .optional("format", \.format, support: .serverOnly),
    ]

    /// What a client may put into a message of this role.
    func check(as role: Message.Role) throws(WireFault) {
        guard let type else { throw WireFault(.missing).under("type") }
        let allowed = Self.clientKinds(role)
        guard allowed.contains(type) else {
            throw WireFault(.notInSet(found: type.rawValue, allowed: allowed.map(\.rawValue))).under("type")
        }
        let (needed, welcome) = Self.clientFields(type)
        for (name, isSet) in fieldsSet where isSet && name != needed && !welcome.contains(name) {
            throw WireFault(.unknownField).under(name)
        }
        guard fieldsSet.contains(where: { $0.name == needed && $0.isSet }) else {
            throw WireFault(.missing).under(needed)
        }
        if type == .inputImage { try checkImage() }
    }

    private var fieldsSet: [(name: String, isSet: Bool)] {
        [
            ("text", text != nil), ("audio", audio != nil), ("image_url", imageURL != nil), ("detail", detail != nil),
            ("transcript", !transcript.isAbsent),
        ]
    }

    private static func clientKinds(_ role: Message.Role) -> [Kind] {
        switch role {
        case .user: [.inputText, .inputAudio, .inputImage]
        // `text` is the Preview's name, and that of old samples; it is told back as `output_text`.
        case .assistant: [.outputText, .text]
        default: [.inputText]
        }
    }

    private static func clientFields(_ type: Kind) -> (needed: String, welcome: [String]) {
        switch type {
        case .inputAudio: ("audio", ["transcript"])
        case .inputImage: ("image_url", ["detail"])
        default: ("text", [])
        }
    }

    private func checkImage() throws(WireFault) {
        let isData = ["data:image/png;base64,", "data:image/jpeg;base64,"].contains { imageURL?.hasPrefix($0) ?? false }
        guard isData else {
            throw WireFault(.breaksRule(expected: "a data URI of a PNG or JPEG image", found: imageURL ?? ""))
                .under("image_url")
        }
    }
}

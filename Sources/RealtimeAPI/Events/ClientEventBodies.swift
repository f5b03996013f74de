public import Bytes

/// An event that says all with its type.
public struct NoFields: WireObject {
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = []
}

public struct SessionUpdate: WireObject {
    public var session = SessionObject.realtime(RealtimeSession())
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.required("session", \.session)]
}

public struct AudioAppend: WireObject {
    /// Decoded bytes, as section 23 decides.
    public static let bytesMax = 15 * 1_024 * 1_024

    /// Base64, not decoded: the driver does that, into the samples that it conditions.
    public var audio = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.required("audio", \.audio)]
}

public struct ItemCreate: WireObject {
    public var previousItemID = Nullable<ItemID>.absent
    public var item = Item.message(Message())
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .nullable("previous_item_id", \.previousItemID),
        .required("item", \.item),
    ]
}

public struct ItemTruncate: WireObject {
    public var itemID: ItemID = ""
    public var contentIndex = 0
    public var audioEndMilliseconds = 0
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("item_id", \.itemID),
        .required("content_index", \.contentIndex, .must("0 or more") { $0 >= 0 }),
        .required("audio_end_ms", \.audioEndMilliseconds, .must("0 or more") { $0 >= 0 }),
    ]
}

/// An event about one item: delete, retrieve.
public struct ItemNamed: WireObject {
    public var itemID: ItemID = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.required("item_id", \.itemID)]
}

public struct ResponseCreate: WireObject {
    public var response = Nullable<ResponseParameters>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.nullable("response", \.response)]
}

public struct ResponseCancel: WireObject {
    public var responseID: ResponseID?
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.optional("response_id", \.responseID)]
}

public struct TranslationUpdate: WireObject {
    public var session = TranslationSession()
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.required("session", \.session)]
}

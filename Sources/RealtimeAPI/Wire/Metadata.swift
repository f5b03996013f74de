public import Bytes

/// Up to 16 pairs of text that a client attaches to a response to know it again.
public struct Metadata: WireValue {
    public static let pairsMax = 16
    public static let keyCharactersMax = 64
    public static let valueCharactersMax = 512

    public var object: JSONObject

    public init(_ object: JSONObject = JSONObject()) { self.object = object }

    public var json: JSON { .object(object) }
    public static var shape: WireShape { .scalar }

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> Metadata {
        let object = try JSONObject.read(json, reading)
        guard reading == .strict else { return Metadata(object) }
        guard object.members.count <= pairsMax else {
            throw WireFault(.breaksRule(expected: "at most \(pairsMax) pairs", found: "\(object.members.count)"))
        }
        for member in object.members {
            try check(member)
        }
        return Metadata(object)
    }

    private static func check(_ member: JSONObject.Member) throws(WireFault) {
        let length = member.name.unicodeScalars.count
        guard length <= keyCharactersMax else { throw WireFault(.tooLong(limit: keyCharactersMax, length: length)) }
        do {
            _ = try WireRule.length(atMost: valueCharactersMax).read(member.value, .strict)
        } catch {
            throw error.under(member.name)
        }
    }
}

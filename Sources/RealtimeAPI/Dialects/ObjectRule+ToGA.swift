import Bytes

extension ObjectRule {
    /// The object as GA says it. It may be more than an object's fields that differ: `{"type": "none"}` is null.
    func toGA(_ object: JSONObject, _ crossing: inout Crossing) throws(WireFault) -> JSON {
        if let nullType, object["type"]?.string == nullType { return .null }
        if crossing.speaker == .ownClient { try forms?.check(object["type"]) }
        var said = JSONObject()
        for field in fields {
            if case .constant(let value) = field.standing { said.put(value, at: field.ga[...]) }
        }
        var rest: [JSONObject.Member] = []
        for member in object.members {
            do throws(WireFault) {
                guard let field = fields.first(where: { $0.isOwn && $0.own == member.name }) else {
                    guard isOpen || crossing.speaker != .ownClient else { throw WireFault(.unknownField) }
                    rest.append(member)
                    continue
                }
                try field.put(member.value, of: object, in: &said, &crossing)
            } catch {
                throw error.under(member.name)
            }
        }
        return .object(said.followed(by: rest))
    }
}

extension ObjectRule.Forms {
    fileprivate func check(_ type: JSON?) throws(WireFault) {
        guard case .string(let type)? = type, !own.contains(type) else { return }
        throw WireFault(.notInSet(found: type, allowed: own)).under("type")
    }
}

extension FieldRule {
    fileprivate func put(
        _ value: JSON,
        of object: JSONObject,
        in said: inout JSONObject,
        _ crossing: inout Crossing
    ) throws(WireFault) {
        switch standing {
        case .both(let rule):
            let value = try rule.toGA(value, of: object, &crossing)
            guard said.put(value, at: ga[...]) || crossing.speaker != .ownClient else {
                throw WireFault(.said("'\(own)' contradicts another field of the same meaning."))
            }
        case .ownOnly(let field): try field.take(value, own, &crossing)
        case .gaOnly, .constant: break
        }
    }
}

extension FieldRule.OwnField {
    fileprivate func take(_ value: JSON, _ name: String, _ crossing: inout Crossing) throws(WireFault) {
        switch self {
        case .remembered(let range, _, let loss):
            if crossing.speaker == .ownClient { _ = try WireRule.within(range).read(value, .strict) }
            crossing.brought[name] = value
            crossing.losses.append(loss)
        case .dropped: break
        case .refused(let why):
            if crossing.speaker == .ownClient { throw WireFault(.unsupported(why: why)) }
        }
    }
}

extension ValueRule {
    func toGA(_ value: JSON, of object: JSONObject, _ crossing: inout Crossing) throws(WireFault) -> JSON {
        switch self {
        case .same: return value
        case .words(let words, _):
            if let word = words.first(where: { $0.own.says(value) }) { return word.ga }
            if crossing.speaker == .ownClient { throw words.fault(of: value) }
            return value
        case .name:
            guard crossing.speaker == .ownClient, value.string == nil else { return value }
            throw .wrongType("a string", value)
        case .object(let rule):
            guard case .object(let inner) = value else { return value }
            return try rule.toGA(inner, &crossing)
        case .list(let rule):
            guard case .array(let values) = value else { return value }
            return try Self.list(values) { element throws(WireFault) in
                try rule.toGA(element, of: object, &crossing)
            }
        case .parts(let rules):
            guard case .array(let parts) = value, case .string(let role)? = object["role"] else { return value }
            let names = rules.names.filter { $0.role == role }
            return try Self.list(parts) { part throws(WireFault) in try names.toGA(part, crossing.speaker) }
        }
    }

    private static func list(_ values: [JSON], _ change: (JSON) throws(WireFault) -> JSON) throws(WireFault) -> JSON {
        var said: [JSON] = []
        said.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            do {
                said.append(try change(value))
            } catch {
                throw error.under(index)
            }
        }
        return .array(said)
    }
}

extension [PartRules.Name] {
    /// The part under its name in GA. An empty table leaves the role itself to GA's reader.
    fileprivate func toGA(_ part: JSON, _ speaker: Crossing.Speaker) throws(WireFault) -> JSON {
        guard !isEmpty, case .object(var object) = part, case .string(let type)? = object["type"] else { return part }
        guard let rule = first(where: { $0.own == type && ($0.isClients || speaker != .ownClient) }) else {
            guard speaker == .ownClient else { return part }
            throw WireFault(.notInSet(found: type, allowed: filter(\.isClients).map(\.own))).under("type")
        }
        object["type"] = .string(rule.ga)
        return .object(object)
    }
}

extension [Word] {
    /// In the service's own words: of lists it says which combinations there are.
    fileprivate func fault(of value: JSON) -> WireFault {
        guard let kind = first?.own else { return WireFault(.unknownField) }
        switch (kind, value) {
        case (.array, .array(let given)):
            let combinations = sorted { $0.own.array?.count ?? 0 < $1.own.array?.count ?? 0 }.map { $0.own.listed() }
            return WireFault(
                .said(
                    "Invalid modalities: \(JSON.array(given).listed()). Supported combinations are: "
                        + combinations.joined(separator: " and ") + "."
                )
            )
        case (.string, .string(let given)):
            return WireFault(.notInSet(found: given, allowed: compactMap(\.own.string)))
        default: return .wrongType(kind.kind, value)
        }
    }
}

extension JSON {
    private static let elementsListed = 4
    private static let charactersListed = 40

    /// `['audio', 'text']`, cut so that an answer cannot be made as large as a question.
    fileprivate func listed() -> String {
        let elements = (array ?? []).prefix(Self.elementsListed).map {
            "'\(($0.string ?? $0.kind).prefix(Self.charactersListed))'"
        }
        let more = (array?.count ?? 0) > Self.elementsListed ? ", …" : ""
        return "[\(elements.joined(separator: ", "))\(more)]"
    }

    /// Whether it is the word; the order of a list's elements says nothing.
    func says(_ value: JSON) -> Bool {
        guard case .array(let one) = self, case .array(let other) = value else { return self == value }
        return one.count == other.count && one.allSatisfy { other.contains($0) }
    }
}

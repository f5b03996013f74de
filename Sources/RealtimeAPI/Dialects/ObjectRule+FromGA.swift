import Bytes

extension ObjectRule {
    /// The object as the dialect says it; nil: it cannot.
    func fromGA(_ object: JSONObject, _ crossing: inout Crossing) -> JSONObject? {
        if let type = object["type"]?.string, let loss = forms?.lost[type] {
            crossing.losses.append(loss)
            return nil
        }
        var rest = object
        var said: [JSONObject.Member] = []
        for field in fields {
            switch field.taken(from: &rest, of: object, &crossing) {
            case .nothing: break
            case .value(let value): said.append(JSONObject.Member(field.own, value))
            case .unsayable: if field.isEssential { return nil }
            }
        }
        for container in Set(fields.filter { $0.ga.count > 1 }.compactMap(\.ga.first)) {
            if rest[container]?.holdsNothing == true { rest[container] = nil }
        }
        return JSONObject(uniqueMembers: said).followed(by: rest.members)
    }
}

extension FieldRule {
    fileprivate enum Taken {
        case nothing
        case value(JSON)
        case unsayable
    }

    /// What the dialect says for the field, taken out of what is left of the object.
    fileprivate func taken(from rest: inout JSONObject, of object: JSONObject, _ crossing: inout Crossing) -> Taken {
        switch standing {
        case .both(let rule):
            guard let value = rest.take(ga[...]) else { return .nothing }
            guard let said = rule.fromGA(value, of: object, &crossing) else { return .unsayable }
            return hasNoNull && crossing.speaker == .server && said == .null ? .nothing : .value(said)
        case .gaOnly(let loss, let silent):
            guard let value = rest.take(ga[...]), let loss, !silent.contains(value) else { return .nothing }
            crossing.losses.append(loss)
            return .nothing
        case .constant:
            _ = rest.take(ga[...])
            return .nothing
        case .ownOnly(.remembered(_, let byDefault, _)):
            guard crossing.speaker == .server else { return .nothing }
            return .value(crossing.remembered[own] ?? byDefault)
        case .ownOnly: return .nothing
        }
    }
}

extension ValueRule {
    /// The value as the dialect says it; nil: it cannot.
    func fromGA(_ value: JSON, of object: JSONObject, _ crossing: inout Crossing) -> JSON? {
        switch self {
        case .same: return value
        case .words(let words, let loss):
            if let word = words.first(where: { $0.ga.isSameWord(as: value) }) { return word.own }
            guard let loss, value != .null else { return value }
            crossing.losses.append(loss)
            return nil
        case .name(let known, let strange, let notText):
            guard case .string(let name) = value else {
                guard value != .null else { return value }
                crossing.losses.append(notText)
                return nil
            }
            if !known.contains(name) { crossing.losses.append(strange) }
            return value
        case .object(let rule):
            guard case .object(let inner) = value else { return value }
            return rule.fromGA(inner, &crossing).map { .object($0) }
        case .list(let rule):
            guard case .array(let values) = value else { return value }
            return .array(values.compactMap { rule.fromGA($0, of: object, &crossing) })
        case .parts(let rules):
            guard case .array(let parts) = value else { return value }
            let role = object["role"]?.string
            return .array(parts.compactMap { rules.fromGA($0, role, &crossing) })
        }
    }
}

extension PartRules {
    /// The part under its name in the dialect; nil: the dialect has no such part.
    fileprivate func fromGA(_ part: JSON, _ role: String?, _ crossing: inout Crossing) -> JSON? {
        guard case .object(var object) = part, case .string(let type)? = object["type"] else { return part }
        if let loss = lost[type] {
            crossing.losses.append(loss)
            return nil
        }
        for name in gaOnly { object[name] = nil }
        if let name = names.first(where: { $0.role == role && $0.ga == type }) { object["type"] = .string(name.own) }
        return .object(object)
    }
}

extension JSON {
    /// Of objects the `type` decides: a rate says no more than it does.
    fileprivate func isSameWord(as value: JSON) -> Bool {
        if let type = self["type"] { return type == value["type"] }
        return says(value)
    }

    /// An object whose members, if there are any, are such objects again.
    fileprivate var holdsNothing: Bool {
        guard case .object(let object) = self else { return false }
        return object.members.allSatisfy(\.value.holdsNothing)
    }
}

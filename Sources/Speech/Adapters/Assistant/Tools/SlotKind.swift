internal import Bytes

/// What kind of words a parameter takes.
enum SlotKind: Sendable, Equatable {
    case choice([JSON])
    case boolean
    case number
    case email
    case phone
    case date(asISO: Bool)
    case time(asISO: Bool)
    case code
    /// After one of these words.
    case place(after: [String])
    case person
    case text
    indirect case list(of: SlotKind)

    private static let optionsMax = 256

    init(_ leaf: SchemaFilling.Leaf) { self.init(leaf.schema, leaf.type, Naming.words(of: leaf.name)) }

    private init(_ schema: JSONObject, _ type: String, _ name: [String]) {
        if let options = schema["enum"]?.array {
            self = .choice(Array(options.prefix(Self.optionsMax)))
            return
        }
        switch type {
        case "boolean": self = .boolean
        case "integer", "number": self = .number
        case "array":
            let items = schema["items"]?.object ?? JSONObject()
            self = .list(of: SlotKind(items, items["type"]?.string ?? "string", name))
        default: self = Self.text(schema["format"]?.string, name)
        }
    }

    private static func text(_ format: String?, _ name: [String]) -> SlotKind {
        func isOne(of words: String) -> Bool {
            words.split(separator: " ").contains { name.contains(String($0)) }
        }
        let last = name.last ?? ""
        if format == "email" || isOne(of: "email mail correo") { return .email }
        if isOne(of: "phone telephone mobile telefono movil") { return .phone }
        if format == "date" || isOne(of: "date day fecha dia when cuando birthday") {
            return .date(asISO: format == "date")
        }
        if format == "time" || isOne(of: "time hora") && !isOne(of: "timezone zone") {
            return .time(asISO: format == "time")
        }
        if ["id", "number", "code", "reference", "sku", "zip", "postcode", "numero", "codigo", "referencia"].contains(
            last
        ) {
            return .code
        }
        if isOne(of: "from origin departure source desde origen") { return .place(after: ["from", "desde", "de"]) }
        if isOne(of: "to destination arrival hacia destino") { return .place(after: ["to", "a", "hacia", "para"]) }
        if isOne(of: places) { return .place(after: placeWords) }
        let isThing = isOne(of: "product item song title file company event dish producto articulo cancion")
        if isOne(of: "name nombre patient customer guest passenger recipient person paciente cliente"), !isThing {
            return .person
        }
        return .text
    }

    private static let places =
        "city town location place country region address area room zone timezone station airport street where ciudad "
        + "lugar pais direccion zona habitacion sala ubicacion localidad calle"
    private static let placeWords = ["in", "at", "for", "near", "around", "to", "en", "de", "para", "a"]
}

/// Whether a value that was found may stand where it is to stand.
enum SlotFit {
    static func admits(_ value: JSON, _ leaf: SchemaFilling.Leaf) -> Bool { admits(value, leaf.schema, leaf.type) }

    private static func admits(_ value: JSON, _ schema: JSONObject, _ type: String) -> Bool {
        if let constant = schema["const"] { return value == constant }
        if let options = schema["enum"]?.array { return options.contains(value) }
        switch type {
        case "boolean": return value.bool != nil
        case "integer":
            return value.int.map { NumberRange(schema, "").admits(Double($0)) } ?? false
        case "number": return value.double.map { NumberRange(schema, "").admits($0) } ?? false
        case "array":
            guard let items = value.array, items.count >= max(schema["minItems"]?.int ?? 0, 1) else { return false }
            guard items.count <= schema["maxItems"]?.int ?? SchemaFilling.itemsMax else { return false }
            guard case .object(let item)? = schema["items"] else { return schema["items"] == nil }
            return items.allSatisfy { admits($0, item, item["type"]?.string ?? "") }
        case "string":
            guard let text = value.string else { return false }
            let count = text.unicodeScalars.count
            return count >= schema["minLength"]?.int ?? 0 && count <= schema["maxLength"]?.int ?? .max
        default: return false
        }
    }
}

import Bytes
import RealtimeAPI

/// A place in an event or body, such as `session(realtime).tools[](mcp).connector_id`, and what becomes of it here.
///
/// `[]` stands for every element of an array; `(mcp)` for the form whose `type` that is, where there are several.
struct FieldPath: Equatable {
    enum Standing: Equatable {
        case supported(required: Bool)
        case serverOnly
        case refused(String)
    }

    let path: String
    let standing: Standing

    /// All paths of a shape, in the order of the tables.
    static func all(in shape: WireShape, at prefix: String = "", refused: String? = nil) -> [FieldPath] {
        switch shape {
        case .scalar: []
        case .array(let element): all(in: element, at: prefix + "[]", refused: refused)
        case .refused(let why, let shape): all(in: shape, at: prefix, refused: why)
        case .choice(let forms): forms.flatMap { all(in: $0, at: prefix + label(of: $0), refused: refused) }
        case .object(let fields):
            fields().flatMap { field in
                let path = prefix.isEmpty ? field.name : "\(prefix).\(field.name)"
                let why = refused ?? field.refusal
                return [FieldPath(path: path, standing: standing(of: field, why))]
                    + all(in: field.shape, at: path, refused: why)
            }
        }
    }

    /// Every text that tells one form of a choice from another.
    static func labels(in shape: WireShape) -> Set<String> {
        switch shape {
        case .scalar: []
        case .array(let element): labels(in: element)
        case .refused(_, let shape): labels(in: shape)
        case .choice(let forms):
            forms.reduce(into: []) { labels, form in
                if let type = constantType(of: form) { labels.insert(type) }
                labels.formUnion(Self.labels(in: form))
            }
        case .object(let fields): fields().reduce(into: []) { $0.formUnion(labels(in: $1.shape)) }
        }
    }

    private static func standing(of field: WireFieldOutline, _ why: String?) -> Standing {
        if let why { return .refused(why) }
        return field.support == .serverOnly ? .serverOnly : .supported(required: field.isRequired)
    }

    private static func label(of form: WireShape) -> String { constantType(of: form).map { "(\($0))" } ?? "" }

    private static func constantType(of form: WireShape) -> String? {
        switch form {
        case .refused(_, let shape): constantType(of: shape)
        case .object(let fields): fields().first { $0.name == "type" }?.constant
        default: nil
        }
    }
}

extension WireFieldOutline {
    fileprivate var refusal: String? { if case .refused(let why) = support { why } else { nil } }
}

import Bytes

/// What a value read openly holds without understanding it: kept members, and cases named `unknown`.
///
/// Found by reflection, so that a new type cannot be forgotten here.
func leftovers(in value: Any, at path: String = "") -> [String] {
    if let members = value as? [JSONObject.Member] { return members.map { "\(path).\($0.name)" } }
    if value is JSON || value is JSONObject { return [] }
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .enum, mirror.children.first?.label == "unknown" { return [path + "(unknown)"] }
    return mirror.children.flatMap { child in
        leftovers(in: child.value, at: child.label.map { $0 == "some" ? path : "\(path).\($0)" } ?? path)
    }
}

public import Bytes

/// A tool as its server lists it.
public struct ListedTool: Sendable, Equatable {
    public var name: String
    public var description: String?
    public var inputSchema: JSONObject
    public var annotations: JSONObject?

    /// Nil for what cannot be called. A schema that is missing allows everything.
    init?(_ json: JSON) {
        guard let name = json["name"]?.string, !name.isEmpty else { return nil }
        self.name = name
        description = json["description"]?.string
        inputSchema = json["inputSchema"]?.object ?? ["type": "object"]
        annotations = json["annotations"]?.object
    }
}

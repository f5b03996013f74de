/// What a body is: `application/sdp`, `multipart/form-data; boundary=…` (RFC 9110 §8.3.1).
public struct MediaType: Sendable, Equatable {
    /// In lower case, as the type is the same in any.
    public let type: String
    public let subtype: String
    private let parameters: HeaderParameters

    /// Nil where the text is no media type, says a parameter twice, or has more than sixteen.
    public init?(_ text: String) {
        guard let parameters = HeaderParameters(parsing: text) else { return nil }
        let halves = parameters.value.utf8.split(separator: Octet.slash, omittingEmptySubsequences: false)
            .map { Octet.lowercased(String(Substring($0))) }
        guard halves.count == 2, halves.allSatisfy({ Octet.isToken($0) }) else { return nil }
        (type, subtype) = (halves[0], halves[1])
        self.parameters = parameters
    }

    /// Type and subtype, without the parameters.
    public var essence: String { "\(type)/\(subtype)" }

    /// The value of a parameter, whose name is the same in any case.
    public subscript(_ parameter: String) -> String? { parameters[Octet.lowercased(parameter)] }
}

import Bytes
import HTTP

/// What a server answered to a plain request, or to an upgrade.
struct Answer: Sendable {
    let head: ResponseHead
    var body: [UInt8] = []

    var status: Int { head.status }
    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSON? { try? JSON(parsing: body, limits: JSONLimits()) }
    /// The error of a refusal, in OpenAI's shape.
    var error: JSON? { json?["error"] }
    var code: String? { error?["code"]?.string }

    subscript(_ header: String) -> String? { head.headers[header] }
}

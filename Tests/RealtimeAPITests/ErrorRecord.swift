import Bytes
import RealtimeAPI
import Testing

/// An entry of `protocol/errors.json`: what is known of the service's errors.
struct ErrorRecord: Sendable, CustomTestStringConvertible {
    let code: String?
    let type: String
    let param: String?
    let message: String
    let closeCode: Int?
    /// Not seen at the service: decided in section 23 of the contract.
    let isDecidedHere: Bool

    init(_ json: JSON) {
        code = json["code"]?.string
        type = json["type"]!.string!
        param = json["param"]?.string
        message = json["message"]!.string!
        closeCode = json["close_code"]?.int
        isDecidedHere = json["evidence"] == "decision of section 23"
    }

    var testDescription: String { "\(code ?? "null"): \(message)" }

    static let all = ProtocolData.json("errors.json")["errors"]!.array!.map(ErrorRecord.init)

    /// Errors of the service's billing: a gateway passes them on, nothing of ours sends them.
    static let upstreamOnly = ["credit_balance_exhausted", "account_deactivated", "billing_hard_limit_reached"]
}

import Bytes

/// Why a JSON value is not what the wire allows, and where.
///
/// The path is put together while the fault travels outwards (`under`), so reading what is right costs nothing for it.
public struct WireFault: Error, Sendable, Equatable {
    public enum Problem: Sendable, Equatable {
        case unknownField
        /// A field of the contract that this server does not put in force.
        case unsupported(why: String)
        case missing
        case wrongType(expected: String, found: String)
        case notInSet(found: String, allowed: [String])
        case breaksRule(expected: String, found: String)
        case tooLong(limit: Int, length: Int)
        /// A sentence of its own, for rules that name two fields.
        case said(String)
    }

    enum Step: Sendable, Equatable {
        case member(String)
        case index(Int)
    }

    public let problem: Problem
    /// From the innermost step to the outermost.
    private(set) var steps: [Step] = []

    public init(_ problem: Problem) { self.problem = problem }

    static func wrongType(_ expected: String, _ found: JSON) -> Self {
        Self(.wrongType(expected: expected, found: found.kind))
    }

    public func under(_ name: String) -> Self {
        var outer = self
        outer.steps.append(.member(name))
        return outer
    }

    func under(_ index: Int) -> Self {
        var outer = self
        outer.steps.append(.index(index))
        return outer
    }

    /// `session.tools[0].name`
    public var path: String {
        steps.reversed().reduce(into: "") { path, step in
            switch step {
            case .member(let name): path += path.isEmpty ? name : ".\(name)"
            case .index(let index): path += "[\(index)]"
            }
        }
    }
}

package import HTTP

/// Reads the body of one successful answer, and says what is to be reported. Without a socket and a clock.
///
/// One that has read nothing is copied for each answer that is asked for.
package protocol AnswerReader: SendableMetatype {
    associatedtype Part: Sendable

    /// Grows with whatever of the answer comes. While it is 0, the back end may be asked again.
    var progress: Int { get }
    /// The last word has come; what is missing can be done without.
    var isComplete: Bool { get }
    /// The end has been said: nothing more is read.
    var isOver: Bool { get }

    mutating func begin(_ head: ResponseHead) throws(BackEndFault)
    /// Appends what these bytes say, also where they end in a fault.
    mutating func read(_ bytes: UnsafeRawBufferPointer, into parts: inout [Part]) throws(BackEndFault)
    /// The body is whole. The last part that is appended is the answer's end.
    mutating func end(into parts: inout [Part]) throws(BackEndFault)
    /// There will be no more of it. The last part that is appended is the answer's end.
    mutating func fail(_ fault: BackEndFault, into parts: inout [Part])
}

/// How long a back end may take, and how often it is asked again.
///
/// It is asked again only while nothing of its answer has come, and only where that may help: nobody listened, too many
/// asked (429), or it failed by itself (5xx). What would be heard twice is never asked for twice.
public struct BackEndPatience: Sendable, Equatable {
    public var connect: Duration = .seconds(5)
    /// From the request to the first piece of its answer.
    public var first: Duration = .seconds(30)
    /// From one piece to the next. Time in which the answer is held back does not count.
    public var between: Duration = .seconds(20)
    /// All of it, with what was asked again. Time in which the answer is held back does not count.
    public var total: Duration = .seconds(300)
    public var retriesMax = 2
    /// Before the first retry; each further one waits for twice as long.
    public var retryWait: Duration = .milliseconds(250)
    /// Who wants us to wait longer (`Retry-After`) is not waited for.
    public var retryWaitMax: Duration = .seconds(5)
    /// What a server may send for one answer.
    public var answerBytesMax = 32 << 20

    public init() {}
}

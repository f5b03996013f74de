/// What a stream tells its owner, on the loop. None of it is called from within the owner's own calls of the stream,
/// except `closed`, from within `close`.
protocol StreamOwner: AnyObject {
    /// TLS is agreed on. Not called where there is none.
    func secured()
    /// Plain text. Its bytes are valid for the call only.
    func received(_ bytes: UnsafeRawBufferPointer)
    /// The peer sends no more; it may still read.
    func receivedEnd()
    /// `queuedBytes` fell.
    func drained()
    /// The stream's deadline has come.
    func deadlinePassed()
    /// Once, the last call. Nil where somebody closed the stream, or both sides have ended it.
    func closed(_ failure: StreamFailure?)
}

internal import RealtimeAPI
internal import RealtimeEngine

/// One connected party of a session. Confined to the session's loop.
protocol Attachment: AnyObject {
    var id: AttachmentID { get }
    func send(_ event: ServerEvent, eventID: String)
    func send(_ audio: OutgoingAudio)
    /// Stops taking the party's messages until `resume`: one of them takes long.
    func pause()
    func resume()
    func close(code: UInt16, reason: String)
}

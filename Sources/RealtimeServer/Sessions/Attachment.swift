internal import RealtimeAPI
internal import RealtimeEngine

/// One connected party of a session, and the dialect that it speaks. Confined to the session's loop.
protocol Attachment: AnyObject {
    var id: AttachmentID { get }
    /// What the party says with a message. Asked once for each, in the order in which they came.
    func read(_ bytes: [UInt8], in kind: SessionKind) -> Frame.Content
    /// How many messages it made of it: a dialect may have none for an event, or several.
    func send(_ event: ServerEvent, eventID: String) -> Int
    func send(_ audio: OutgoingAudio) -> Int
    /// Stops taking the party's messages until `resume`: one of them takes long.
    func pause()
    func resume()
    func close(code: UInt16, reason: String)
}

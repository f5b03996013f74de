import Bytes

/// Session updates that were not answered yet, with what they set of fields that GA does not have.
///
/// Whether an update is in force only its answer says, so nothing of it is told before.
struct PendingUpdates: Sendable {
    private struct Update: Sendable {
        let eventID: String?
        let values: JSONObject
    }

    private var updates: [Update] = []

    /// More than anybody has under way; the oldest is then forgotten.
    private static let updatesMax = 32

    mutating func sent(_ eventID: String?, _ values: JSONObject) {
        updates.append(Update(eventID: eventID, values: values))
        if updates.count > Self.updatesMax { updates.removeFirst() }
    }

    /// What the oldest of them set.
    mutating func accepted() -> JSONObject { updates.isEmpty ? JSONObject() : updates.removeFirst().values }

    /// An error names the event that it is about, if that had an id; else its place says whether it is of an update.
    mutating func refused(_ eventID: String?, param: String?) {
        guard eventID != nil || param?.hasPrefix("session") == true else { return }
        guard let index = updates.firstIndex(where: { $0.eventID == eventID }) else { return }
        updates.remove(at: index)
    }

    /// The last was not sent after all.
    mutating func withdrawLast() {
        if !updates.isEmpty { updates.removeLast() }
    }
}

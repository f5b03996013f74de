internal import Synchronization

/// A session's place among those of the server.
///
/// It is given back once, by the session's end or, where no session came of it (the client vanished before the upgrade
/// was answered), with its last reference.
final class SessionPlace: Sendable {
    private let isTaken = Atomic<Bool>(true)
    private let release: @Sendable () -> Void

    init(release: @escaping @Sendable () -> Void) { self.release = release }

    deinit { giveBack() }

    func giveBack() {
        if isTaken.exchange(false, ordering: .acquiringAndReleasing) { release() }
    }
}

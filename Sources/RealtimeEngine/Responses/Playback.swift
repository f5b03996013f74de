package import RealtimeAPI

/// The audio of the default conversation as the user hears it: what was sent, and how much of it has sounded.
///
/// On RTP the pacer reports it. On WebSocket it follows from time and what was sent: a client plays what it gets, one
/// second a second, and waits where there is nothing.
package struct Playback: Sendable, Equatable {
    /// The audio of one content part, at its place in the stream.
    private struct Stretch: Sendable, Equatable {
        var response: ResponseID
        var item: ItemID
        var contentIndex: Int
        var start: Ticks
        var length: Ticks
        var end: Ticks { start + length }

        func isPart(_ place: PartPlace) -> Bool { item == place.itemID && contentIndex == place.contentIndex }
    }

    /// A response whose audio has started, on RTP; told as stopped when it is done and has been heard.
    private struct Sounding: Sendable, Equatable {
        var response: ResponseID
        var isDone = false
    }

    package let transport: Transport
    package private(set) var sent = Ticks.zero
    private var stretches: [Stretch] = []
    private var sounding: [Sounding] = []
    /// What had been heard at `since`. On WebSocket it grows with time until all that was sent is heard.
    private var heard = Ticks.zero
    private var since = Moment()

    package init(transport: Transport) { self.transport = transport }

    package func heard(at now: Moment) -> Ticks {
        switch transport {
        case .media: heard
        case .webSocket: min(sent, heard + Ticks(max(.zero, now - since)))
        }
    }

    /// How much was sent ahead of what has been heard.
    package func lead(at now: Moment) -> Ticks { sent - heard(at: now) }

    /// When all that was sent has been heard; nil: that is for a report to say.
    package var end: Moment? {
        switch transport {
        case .media: heard >= sent ? since : nil
        case .webSocket: since + (sent - heard).duration
        }
    }

    /// When the lead will have shrunk to so much.
    package func moment(whenLeadIs lead: Ticks) -> Moment? {
        guard transport == .webSocket else { return nil }
        return since + max(.zero, (sent - heard - lead).duration)
    }

    /// True: this is the first audio of its response, and its client is to be told.
    package mutating func send(_ length: Ticks, _ place: PartPlace, at now: Moment) -> Bool {
        if lead(at: now) == .zero { restart(at: now) }
        prune(at: now)
        sent += length
        if let last = stretches.indices.last, stretches[last].isPart(place) {
            stretches[last].length += length
        } else {
            stretches.append(
                Stretch(
                    response: place.responseID,
                    item: place.itemID,
                    contentIndex: place.contentIndex,
                    start: sent - length,
                    length: length
                )
            )
        }
        guard transport == .media, !sounding.contains(where: { $0.response == place.responseID }) else { return false }
        sounding.append(Sounding(response: place.responseID))
        return true
    }

    package mutating func report(_ played: PlayedAudio, at now: Moment) {
        guard transport == .media else { return }
        let stretch = stretches.first { $0.item == played.item && $0.contentIndex == played.contentIndex }
        guard let stretch else { return }
        let position = stretch.start + min(max(played.upTo, .zero), stretch.length)
        guard position > heard else { return }
        heard = position
        since = now
    }

    /// How much of a part has been heard.
    package func heard(of item: ItemID, part: Int, at now: Moment) -> Ticks? {
        let stretch = stretches.first { $0.item == item && $0.contentIndex == part }
        guard let stretch else { return nil }
        return min(max(heard(at: now) - stretch.start, .zero), stretch.length)
    }

    /// A part that was sent and not heard to its end.
    package struct Unheard: Sendable, Equatable {
        package var response: ResponseID
        package var item: ItemID
        package var contentIndex: Int
        package var heard: Ticks
    }

    /// The user will hear no more of what was sent. The answer: what was cut off.
    package mutating func stop(at now: Moment) -> [Unheard] {
        let heardNow = heard(at: now)
        let cut = stretches.filter { $0.end > heardNow }.map {
            Unheard(
                response: $0.response,
                item: $0.item,
                contentIndex: $0.contentIndex,
                heard: max(heardNow - $0.start, .zero)
            )
        }
        heard = heardNow
        sent = heardNow
        since = now
        stretches = []
        return cut
    }

    package mutating func responseDone(_ response: ResponseID) {
        guard let index = sounding.firstIndex(where: { $0.response == response }) else { return }
        sounding[index].isDone = true
    }

    /// Responses that have been heard to their end since the last call; the first of them first.
    package mutating func stopped(at now: Moment) -> [ResponseID] {
        let heardNow = heard(at: now)
        let finished = sounding.prefix { entry in
            entry.isDone && !stretches.contains { $0.response == entry.response && $0.end > heardNow }
        }
        sounding.removeFirst(finished.count)
        return finished.map(\.response)
    }

    /// Responses whose audio was cut off.
    package mutating func cleared() -> [ResponseID] {
        defer { sounding = [] }
        return sounding.map(\.response)
    }

    private mutating func restart(at now: Moment) {
        heard = sent
        since = now
    }

    /// Forgets what was heard to its end, but for the last: its part may go on.
    private mutating func prune(at now: Moment) {
        let heardNow = heard(at: now)
        stretches.removeFirst(stretches.dropLast().prefix { $0.end <= heardNow }.count)
    }
}

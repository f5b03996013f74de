/// A command of the program. The table below is the only place that knows their names; the help is made from it.
struct Command {
    let name: String
    /// Completes the sentence "antiphon <name> …".
    let purpose: String

    static let all = [
        Command(name: "serve", purpose: "serves the Realtime API over WebSocket, WebRTC and SIP"),
        Command(name: "talk", purpose: "holds a conversation with a server from the terminal"),
        Command(name: "transcribe", purpose: "sends recorded speech to a server and prints what it heard"),
        Command(name: "token", purpose: "makes a client secret for a browser or a device"),
        Command(name: "check", purpose: "finds what a client must change to move to the current API"),
        Command(name: "doctor", purpose: "tests a running server from the outside and says what is wrong with it"),
        Command(name: "readiness", purpose: "reports whether a deployment is ready for the current API"),
        Command(name: "load", purpose: "puts many sessions on a server and measures how it answers"),
        Command(name: "replay", purpose: "plays a recorded session again"),
    ]

    static func named(_ name: String) -> Command? { all.first { $0.name == name } }

    /// Why the command is refused. What is not built is refused by name, never half there.
    var refusal: String {
        """
        antiphon \(name) is not built yet. One day it \(purpose).
        What works today: `antiphon --help` and `antiphon --version`, and in the source tree `make test` and `make sim`.
        """
    }
}

import RealtimeServer

/// `antiphon serve`: settings first; nothing listens before all of them are right.
enum Serve {
    static var help: String { Settings.help }

    static func run(_ arguments: [String]) -> Answer {
        do throws(SettingMistakes) {
            _ = try Settings.load(arguments: arguments, environment: Environment.variables)
            // Here the server starts with them. It is not built yet, and nothing pretends that it is.
            return Answer(text: Command.refusal(of: "serve"), exitCode: .failed)
        } catch {
            let hint = error.isWrongUsage ? "\n`antiphon serve --help` lists the flags." : ""
            return Answer(text: error.description + hint, exitCode: error.isWrongUsage ? .wrongUsage : .failed)
        }
    }
}

import RealtimeServer

/// `antiphon serve`: settings first; nothing listens before all of them are right.
enum Serve {
    static var help: String { Settings.help }

    static func run(_ arguments: [String]) async -> Answer {
        let settings: Settings
        do throws(SettingMistakes) {
            settings = try Settings.load(arguments: arguments, environment: Environment.variables)
        } catch {
            let hint = error.isWrongUsage ? "\n`antiphon serve --help` lists the flags." : ""
            return Answer(text: error.description + hint, exitCode: error.isWrongUsage ? .wrongUsage : .failed)
        }
        do throws(Server.Failure) {
            try await ServeCommand.run(settings, version: Answer.version)
            return Answer(text: "", exitCode: .done)
        } catch {
            return Answer(text: "antiphon serve: \(error)", exitCode: .failed)
        }
    }
}

import Glibc
import RealtimeServer

/// `antiphon token`, in the data directory that `antiphon serve` would use.
enum Token {
    static func run(_ arguments: [String]) async -> Answer {
        let environment = Environment.variables
        let place: Settings.DataPlace
        do throws(SettingMistakes) {
            place = try Settings.load(arguments: [], environment: environment).data
        } catch {
            // A mistake about the server's other settings is the server's to tell, where the directory is named here.
            guard arguments.contains(where: { $0.hasPrefix("--data") || $0 == "--dev-cert" }) else {
                return Answer(text: error.description, exitCode: .failed)
            }
            place = .memory
        }
        let (text, exitCode) = await TokenCommand.run(arguments, dataDefault: place.folder, now: time(nil))
        return Answer(text: text, exitCode: Answer.ExitCode(rawValue: exitCode) ?? .failed)
    }
}

extension Settings.DataPlace {
    fileprivate var folder: String? { if case .folder(let path) = self { path } else { nil } }
}

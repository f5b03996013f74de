internal import Glibc
internal import NetIO

/// The programs of ALSA, which play and record: where they are, if they are here. Nothing is linked for it.
package struct SoundTools: Sendable, Equatable {
    package var player: String?
    package var recorder: String?

    package init(player: String? = nil, recorder: String? = nil) {
        self.player = player
        self.recorder = recorder
    }

    package static var installed: SoundTools {
        SoundTools(player: ChildCommand.path(of: "aplay"), recorder: ChildCommand.path(of: "arecord"))
    }

    /// PCM16 at 24 kHz, one channel, without a head, and without a word.
    static let arguments = ["-q", "-t", "raw", "-f", "S16_LE", "-r", "24000", "-c", "1", "-"]

    /// What they need to find the sound card, or the sound server of the desktop; our keys are not among it.
    static func environment(of variables: [String: String]) -> [String: String] {
        let names: Set = ["HOME", "USER", "LANG", "PATH", "AUDIODEV", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"]
        let prefixes = ["ALSA_", "PULSE_", "PIPEWIRE_"]
        return variables.filter { name, _ in names.contains(name) || prefixes.contains { name.hasPrefix($0) } }
    }
}

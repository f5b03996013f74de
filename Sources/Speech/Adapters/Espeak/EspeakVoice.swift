/// What espeak-ng is asked for.
package enum EspeakVoice {
    /// The languages that are offered, and espeak-ng's name of each. It has more; these it reads from ordinary writing.
    package static let languages: [String: String] = [
        "ca": "ca", "cs": "cs", "da": "da", "de": "de", "el": "el", "en": "en-us", "es": "es", "fi": "fi",
        "fr": "fr-fr", "hi": "hi", "hu": "hu", "id": "id", "it": "it", "ko": "ko", "nb": "nb", "nl": "nl", "no": "nb",
        "pl": "pl", "pt": "pt-br", "ro": "ro", "ru": "ru", "sv": "sv", "tr": "tr", "uk": "uk", "vi": "vi", "zh": "cmn",
    ]

    /// The API's voices, and the variant of a language's voice that stands for each.
    package static let variants: [String: String] = [
        "alloy": "f2", "ash": "m3", "ballad": "m7", "coral": "f4", "echo": "m1", "sage": "f3", "shimmer": "f5",
        "verse": "m4", "marin": "f1", "cedar": "m2",
    ]

    private static let wordsPerMinute = 175.0
    /// It speaks no slower than this.
    private static let slowest = 80.0
    /// How much longer a word takes for each unit of the gap between words, when it is slowest.
    private static let gapSeconds = 0.031

    /// Text comes on the standard input, as UTF-8; sound goes to the standard output.
    package static func arguments(language: String, variant: String, speed: Double) -> [String] {
        let pace = wordsPerMinute * speed
        var arguments = ["--stdin", "--stdout", "-b", "1", "-v", "\(language)+\(variant)"]
        arguments += ["-s", "\(Int(max(pace, slowest).rounded()))"]
        if pace < slowest {
            arguments += ["-g", "\(Int(((60 / pace - 60 / slowest) / gapSeconds).rounded()))"]
        }
        return arguments
    }
}

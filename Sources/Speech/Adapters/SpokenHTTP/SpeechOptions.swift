public import Bytes
internal import RealtimeEngine

/// How a voice behind `/audio/speech` is asked.
public struct SpeechOptions: Sendable, Equatable {
    public enum Format: String, Sendable, Equatable, CaseIterable {
        /// Samples of 16 bits and nothing else: the first sound comes soonest.
        case pcm
        /// With a header that says the rate; for servers whose rate is their model's.
        case wav
    }

    public var address: BackEndAddress
    /// Nil: not said. At Azure's deployments the URL says it.
    public var model: String?
    /// The server's voices by the API's names. Without any, and without `voice`, names are passed on as they are.
    public var voices: [String: String] = [:]
    /// Whose name is not among `voices` speaks with this one.
    public var voice: String?
    /// Identifiers of custom voices are passed on as names.
    public var customVoices = false
    public var format = Format.pcm
    /// Of `pcm`, which does not say it. OpenAI, Azure and Kokoro-FastAPI have 24,000.
    public var pcmHertz = 24_000
    /// Passes on how the session wants it to be said. Only some models can follow that.
    public var hasInstructions = false
    /// Further fields of the body. They win over ours, and `null` takes one away.
    public var extra = JSONObject()
    public var patience = BackEndPatience()
    /// A clause that sounds for longer than this was not meant.
    public var clauseMax: Duration = .seconds(300)

    public init(address: BackEndAddress, model: String?) {
        self.address = address
        self.model = model
    }

    var names: Offer.Names { voices.isEmpty || voice != nil ? .any : .only(voices.keys.sorted()) }
}

import HTTP
import RealtimeAPI
import RealtimeServer

extension RefusedCase {
    static let all = credentials + rightsAndModels + dialects + places + plain

    static let credentials = [
        RefusedCase("OpenAI: no key", .invalidAPIKey, .inBand(3000)) { $0.headers = noKey },
        RefusedCase("OpenAI: a wrong key", .invalidAPIKey, .inBand(3000)) {
            $0.headers = bearer("sk-wrong-and-long")
            $0.says = "sk-wr***"
        },
        RefusedCase("OpenAI: a secret that nobody made", .invalidAPIKey, .inBand(3000)) {
            $0.headers = bearer("ek_no")
        },
        RefusedCase("OpenAI: a wrong key in a sub-protocol", .invalidAPIKey, .inBand(3000)) {
            $0.headers = noKey
            $0.subprotocols = ["realtime", "openai-insecure-api-key.sk-wrong"]
        },
        RefusedCase("OpenAI: two keys", .invalidAPIKey, .inBand(3000)) {
            $0.headers.add("Authorization", "Bearer another")
        },
        RefusedCase("OpenAI: a password", .invalidAPIKey, .inBand(3000)) {
            $0.headers = ["Authorization": "Basic dTpw"]
        },
        RefusedCase("OpenAI: both headers wrong", .invalidAPIKey, .inBand(3000)) {
            $0.headers = ["Authorization": "Bearer unused", "api-key": "wrong-key"]
            $0.says = "wrong***"
        },
        RefusedCase("Azure: no key", .invalidAPIKey, .http(401)) {
            $0.target = azure
            $0.headers = noKey
        },
        RefusedCase("Azure: a wrong key", .invalidAPIKey, .http(401)) {
            $0.target = azure
            $0.headers = ["api-key": "wrong"]
        },
        RefusedCase("Azure: a wrong key in the query", .invalidAPIKey, .http(401)) {
            $0.target = azure + "&api-key=wrong"
            $0.headers = noKey
        },
        RefusedCase("Azure: a wrong key at the older path", .invalidAPIKey, .http(401)) {
            $0.target = "/openai/realtime?api-version=2025-08-28&deployment=prod"
            $0.headers = ["api-key": "wrong"]
        },
    ]

    static let rightsAndModels = [
        RefusedCase("a key without the action", .insufficientPermissions, .inBand(3003)) {
            $0.headers = bearer("sk-lists")
            $0.change = rights
            $0.says = "'realtime'"
        },
        RefusedCase("Azure: a key without the action", .insufficientPermissions, .http(403)) {
            $0.target = azure
            $0.headers = bearer("sk-lists")
            $0.change = rights
        },
        RefusedCase("a key for conversations at the translations' door", .insufficientPermissions, .inBand(3003)) {
            $0.target = "/v1/realtime/translations?model=gpt-realtime-translate"
            $0.headers = bearer("sk-talks")
            $0.change = rights
        },
        RefusedCase("a key for conversations, to transcribe", .insufficientPermissions, .inBand(3003)) {
            $0.target = "/v1/realtime?intent=transcription"
            $0.headers = bearer("sk-talks")
            $0.change = rights
        },
        RefusedCase("a key without the model", .modelNotFound, .inBand(4004)) {
            $0.headers = bearer("sk-mini")
            $0.change = rights
        },
        RefusedCase("no model", .missingModel, .inBand(4000)) { $0.target = "/v1/realtime" },
        RefusedCase("an empty model", .missingModel, .inBand(4000)) { $0.target = "/v1/realtime?model=" },
        RefusedCase("no model to translate with", .missingModel, .inBand(4000)) {
            $0.target = "/v1/realtime/translations"
        },
        RefusedCase("Azure: no deployment", .missingModel, .inBand(4000)) {
            $0.target = "/openai/realtime?api-version=2025-08-28"
        },
        RefusedCase("an unknown model", .modelNotFound, .inBand(4004)) { $0.target = "/v1/realtime?model=gpt-9" },
        RefusedCase("a model that only transcribes", .invalidModel, .inBand(4000)) {
            $0.target = "/v1/realtime?model=gpt-4o-transcribe"
        },
        RefusedCase("a model that only translates", .invalidModel, .inBand(4000)) {
            $0.target = "/v1/realtime?model=gpt-realtime-translate"
        },
        RefusedCase("a model that does not translate", .invalidModel, .inBand(4000)) {
            $0.target = "/v1/realtime/translations?model=gpt-realtime"
        },
        RefusedCase("a model that the operator left out", .invalidModel, .inBand(4000)) {
            $0.change = { $0.models = ["gpt-realtime-mini"] }
        },
        RefusedCase("a model that only transcribes, and that the operator lists", .invalidModel, .inBand(4000)) {
            $0.target = "/v1/realtime?model=gpt-4o-transcribe"
            $0.change = { $0.models = ["gpt-realtime", "gpt-4o-transcribe"] }
        },
        RefusedCase("a listed model that does not translate", .invalidModel, .inBand(4000)) {
            $0.target = "/v1/realtime/translations?model=gpt-realtime"
            $0.change = { $0.models = ["gpt-realtime", "gpt-4o-transcribe"] }
        },
        RefusedCase("Azure: a deployment that the operator left out", .modelNotFound, .inBand(4004)) {
            $0.target = azure
            $0.change = { $0.models = ["staging"] }
        },
        RefusedCase("another intent", .invalidValue, .inBand(4000)) {
            $0.target = "/v1/realtime?intent=singing"
            $0.says = "'singing'"
        },
        RefusedCase("an intent at the translations' door", .unsupportedParameter, .inBand(4000)) {
            $0.target = "/v1/realtime/translations?model=gpt-realtime-translate&intent=transcription"
        },
        RefusedCase("sideband", .unsupportedParameter, .inBand(4000)) {
            $0.target = "/v1/realtime?call_id=rtc_1"
            $0.says = "call_id"
        },
    ]

    static let dialects = [
        RefusedCase("the beta header", .betaDisabled, .inBand(4000)) {
            $0.headers.add("OpenAI-Beta", "realtime=v1")
            $0.change = { $0.preview = .refuse }
        },
        RefusedCase("the beta sub-protocol", .betaDisabled, .inBand(4000)) {
            $0.subprotocols = ["realtime", "openai-beta.realtime-v1"]
            $0.change = { $0.preview = .refuse }
        },
        RefusedCase("a Preview client at the translations' door", .betaDisabled, .inBand(4000)) {
            $0.target = "/v1/realtime/translations?model=gpt-realtime-translate"
            $0.headers.add("OpenAI-Beta", "realtime=v1")
        },
        RefusedCase("Preview: a model in a transcription's URL", .invalidModel, .inBand(4000)) {
            $0.target = "/v1/realtime?model=gpt-4o-realtime-preview&intent=transcription"
            $0.headers.add("OpenAI-Beta", "realtime=v1")
            $0.says = "must not provide a model"
        },
        RefusedCase("Azure: an api-version where none belongs", .wrongAPIVersion, .http(401)) {
            $0.target = azure + "&api-version=2025-08-28"
            $0.says = "remove the parameter"
        },
        RefusedCase("Azure: no api-version where one belongs", .wrongAPIVersion, .http(401)) {
            $0.target = "/openai/realtime?deployment=prod"
            $0.says = "'api-version'"
        },
        RefusedCase("Azure: a preview version", .wrongAPIVersion, .http(401)) {
            $0.target = "/openai/realtime?api-version=2025-04-01-preview&deployment=prod"
            $0.change = { $0.preview = .refuse }
            $0.says = "2025-04-01-preview"
        },
    ]

    static let places = [
        RefusedCase("a full server", .overloaded, .inBand(1013)) { $0.change = { $0.sessions.max = 0 } },
        RefusedCase("Azure: a full server", .overloaded, .http(503)) {
            $0.target = azure
            $0.change = { $0.sessions.max = 0 }
        },
        RefusedCase("a key that has all its sessions", .tooManySessions, .inBand(1013)) {
            $0.headers = bearer("sk-none")
            $0.change = rights
        },
        RefusedCase("Azure: a key that has all its sessions", .tooManySessions, .http(429)) {
            $0.target = azure
            $0.headers = bearer("sk-none")
            $0.change = rights
        },
        RefusedCase("a page of another origin", .originNotAllowed, .http(403)) {
            $0.headers.add("Origin", "https://evil.example")
            $0.says = "https://evil.example"
        },
        RefusedCase("a page without an origin of its own", .originNotAllowed, .http(403)) {
            $0.headers.add("Origin", "null")
        },
    ]

    static let plain = [
        plain("GET", "/v1/realtime?model=gpt-realtime", .upgradeRequired, 426) { $0.says = "WebSocket" },
        plain("HEAD", "/v1/realtime?model=gpt-realtime", .upgradeRequired, 426),
        plain("GET", "/v1/realtime/translations", .badUpgrade, 400) {
            $0.headers = [
                "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "short",
            ]
        },
        plain("GET", "/openai/v1/realtime?model=prod", .upgradeRequired, 426) {
            $0.headers = [
                "Upgrade": "websocket", "Sec-WebSocket-Version": "8",
                "Sec-WebSocket-Key": "AQIDBAUGBwgJCgsMDQ4PEA==",
            ]
        },
        plain("POST", "/v1/realtime?model=gpt-realtime", .notBuilt, 501) {
            $0.headers.add("Content-Type", "application/sdp")
            $0.body = "v=0"
            $0.says = "WebRTC"
        },
        plain("POST", "/v1/realtime?model=gpt-realtime", .betaDisabled, 400) {
            $0.headers.add("Content-Type", "application/sdp")
            $0.body = "v=0"
            $0.change = { $0.preview = .refuse }
        },
        plain("DELETE", "/v1/realtime", .wrongMethod, 405) { $0.says = "GET, HEAD, POST" },
        plain("GET", "/v1/realtime/client_secrets", .wrongMethod, 405) { $0.says = "POST" },
        plain("POST", "/v1/models", .wrongMethod, 405),
        plain("GET", "/", .unknownURL, 404),
        plain("GET", "/v1/chat/completions", .unknownURL, 404) { $0.says = "/v1/chat/completions" },
        plain("POST", "/v1/realtime/calls", .notBuilt, 501) { $0.says = "WebRTC" },
        plain("POST", "/v1/realtime/translations/calls", .notBuilt, 501) { $0.says = "WebRTC" },
        plain("POST", "/v1/realtime/calls/rtc_1/accept", .notBuilt, 501) { $0.says = "call control" },
        plain("POST", "/v1/realtime/sessions", .betaDisabled, 400) {
            $0.change = { $0.preview = .refuse }
            $0.says = "client_secrets"
        },
        plain("POST", "/v1/realtime/transcription_sessions", .betaDisabled, 400) {
            $0.change = { $0.preview = .refuse }
        },
        plain("POST", "/openai/realtime/sessions?api-version=2025-04-01-preview", .wrongAPIVersion, 401) {
            $0.change = { $0.preview = .refuse }
            $0.says = "2025-04-01-preview"
        },
        plain("POST", "/openai/realtime/sessions?api-version=2025-08-28", .wrongAPIVersion, 401) {
            $0.says = "'-preview'"
        },
        plain("POST", "/openai/realtimeapi/sessions", .wrongAPIVersion, 401) { $0.says = "'-preview'" },
        plain("POST", "/v1/realtime/sessions", .invalidAPIKey, 401) { $0.headers = noKey },
        plain("POST", "/v1/realtime/sessions", .insufficientPermissions, 403) {
            $0.headers = bearer("sk-talks")
            $0.change = rights
        },
        plain("GET", "/v1/models/gpt-9", .modelNotFound, 404),
        plain("GET", "/v1/models", .invalidAPIKey, 401) { $0.headers = noKey },
        plain("GET", "/openai/v1/models", .invalidAPIKey, 401) { $0.headers = ["api-key": "wrong"] },
        plain("GET", "/v1/models", .insufficientPermissions, 403) {
            $0.headers = bearer("sk-talks")
            $0.change = rights
        },
        plain("GET", "/v1/models", .originNotAllowed, 403) { $0.headers.add("Origin", "https://evil.example") },
        plain("POST", "/v1/realtime/client_secrets", .invalidAPIKey, 401) { $0.headers = noKey },
        plain("POST", "/v1/realtime/client_secrets", .insufficientPermissions, 403) {
            $0.headers = bearer("sk-talks")
            $0.change = rights
        },
        plain("POST", "/v1/realtime/client_secrets", .unsupportedContentType, 415) {
            $0.headers.add("Content-Type", "text/plain")
            $0.body = "{}"
        },
        plain("POST", "/v1/realtime/client_secrets", .invalidJSON, 400) {
            $0.body = "{"
        },
        plain("POST", "/v1/realtime/client_secrets", .tooManySecrets, 429) { $0.change = { $0.access.secretsMax = 0 } },
        plain("POST", "/v1/realtime/client_secrets", .modelNotFound, 404) {
            $0.headers = bearer("sk-mini")
            $0.change = rights
            $0.body = #"{"session":{"type":"realtime","model":"gpt-realtime"}}"#
        },
        plain("POST", "/v1/realtime/client_secrets", .invalidModel, 400) {
            $0.body = #"{"session":{"type":"realtime","model":"whisper-1"}}"#
        },
        plain("POST", "/v1/realtime/client_secrets", .invalidModel, 400) {
            $0.body = #"{"session":{"type":"realtime","model":"whisper-1"}}"#
            $0.change = { $0.models = ["gpt-realtime", "whisper-1"] }
        },
        plain("POST", "/v1/realtime/client_secrets", .badRequest, 413) {
            $0.body = #"{"session":{"type":"realtime"}}"#
            $0.change = { $0.connections.bodyBytesMax = 8 }
        },
        plain("POST", "/healthz", .badRequest, 413) { $0.body = String(repeating: " ", count: 20_000) },
    ]
}

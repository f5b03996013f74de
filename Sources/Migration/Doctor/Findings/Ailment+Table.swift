// A table: data, exempt from the size rule.

extension Ailment {
    /// A `switch`, so that none can be left out.
    public var entry: Entry {
        switch self {
        case .nameUnknown:
            Entry(
                "No address is known of the host's name.",
                "The resource's name is misspelt, or it has a private endpoint whose zone this machine does not ask.",
                "Compare the name with the resource's page; with a private endpoint, ask from within its network.",
                .endpoints
            )
        case .connectionRefused:
            Entry(
                "Nobody listens there.",
                "The host is up and refuses the port: the server is not running, or the port is another.",
                "Start the server, or correct the port."
            )
        case .unreachable:
            Entry(
                "The host cannot be reached.",
                "There is no way to its address from here: no network, no route, or a firewall that says so.",
                "Look at the network and at the firewall's rules for this address."
            )
        case .connectTimeout:
            Entry(
                "The host does not answer to the connection.",
                "Packets are dropped on the way: mostly a firewall, or a network that needs a proxy.",
                "Allow the address and the port outwards, or set the proxy."
            )
        case .proxyRefused:
            Entry(
                "The proxy does not let it through.",
                "The proxy that the environment names refuses a tunnel to this host.",
                "Allow the host in the proxy, or name it in NO_PROXY if it is reached directly."
            )
        case .tlsNotSpoken:
            Entry(
                "The server does not speak TLS at this port.",
                "The address says https or wss, and what came back is no TLS.",
                "Write ws:// or http:// for a server without TLS, or correct the port."
            )
        case .tlsFailed:
            Entry(
                "TLS could not be agreed on.",
                "The two sides share no version or cipher, or somebody between them ends the handshake.",
                "The server must offer TLS 1.2 or newer; look for a proxy that breaks TLS open."
            )
        case .certificateExpired:
            Entry(
                "The server's certificate has expired.",
                "Nobody has renewed it; or the clock of this machine is ahead.",
                "Renew the certificate; compare the clocks."
            )
        case .certificateNotYetValid:
            Entry(
                "The server's certificate is not valid yet.",
                "The clock of this machine is behind, or the certificate is for later.",
                "Set the clock; look at the certificate's dates."
            )
        case .certificateName:
            Entry(
                "The server's certificate is for another name.",
                "The address names a host that the certificate does not: an alias, a number, or another server.",
                "Use a name that stands in the certificate, or have a certificate made for this one."
            )
        case .certificateSelfSigned:
            Entry(
                "The server's certificate is self-signed.",
                "Nobody vouches for it: a server for trials, or a proxy that breaks TLS open with its own.",
                "Trust it by name with --ca FILE, or install a certificate of an authority."
            )
        case .certificateUntrusted:
            Entry(
                "The server's certificate is not trusted.",
                "Its authority is unknown here, or the server does not send the certificates in between.",
                "Name the authority's certificate with --ca FILE; let the server send its whole chain."
            )
        case .noAnswer:
            Entry(
                "The server takes the connection and says nothing.",
                "It is stuck or overloaded, or what listens there is no HTTP server.",
                "Look at the server's log; correct the port."
            )
        case .closedBeforeAnswer:
            Entry(
                "The server ends the connection before it has answered.",
                "It crashed, has no room, or wants TLS where the address says none.",
                "Look at the server's log; try https:// where the address says http://."
            )
        case .notHTTP:
            Entry(
                "What answers is no HTTP server.",
                "Another service has the port.",
                "Correct the port."
            )
        case .badUpgrade:
            Entry(
                "The server answers 101, and not as a WebSocket must.",
                "Something on the way writes headers anew, or the server's WebSocket is wrong.",
                "Ask without the proxy, if there is one; the accepted key must be the one that RFC 6455 computes."
            )
        case .redirected:
            Entry(
                "The server points elsewhere.",
                "The address is a page's, or a proxy wants somebody to sign in.",
                "Use the address of the API; a client must not carry its key to wherever it is sent.",
                .endpoints
            )
        case .upgradeStripped:
            Entry(
                "The WebSocket is not opened: the upgrade did not arrive, or was not understood.",
                "A proxy or gateway between took the headers Upgrade and Connection away, or speaks HTTP/2 only.",
                "Let the proxy pass WebSockets (HTTP/1.1, with Upgrade and Connection), or go around it."
            )
        case .apiVersionLeftover:
            Entry(
                "The address has an 'api-version' that GA refuses.",
                "GA takes none: with one left over, the answer is 401, whatever the key.",
                "Take the parameter out: wss://RESOURCE.openai.azure.com/openai/v1/realtime?model=DEPLOYMENT.",
                .apiVersion
            )
        case .previewPathRetired:
            Entry(
                "The path is the one of the Preview dialect, and it is refused.",
                "'/openai/realtime' was retired on 2026-04-30.",
                "'/openai/v1/realtime?model=DEPLOYMENT', without api-version and deployment.",
                .endpoints
            )
        case .betaHeaderRefused:
            Entry(
                "The header 'OpenAI-Beta: realtime=v1' is refused.",
                "The Preview dialect that it asks for is gone.",
                "Leave the header out, and speak GA; or put a gateway between that serves Preview clients.",
                .betaHeader
            )
        case .pathUnknown:
            Entry(
                "There is no Realtime API at this path.",
                "The path is another service's, or a part of it is missing.",
                "Azure: /openai/v1/realtime. OpenAI and antiphon: /v1/realtime.",
                .endpoints
            )
        case .networkRules:
            Entry(
                "The resource does not let this network in.",
                "Its firewall admits selected networks or private endpoints only.",
                "Add this network to the resource's rules, or call from within."
            )
        case .credentialMissing:
            Entry(
                "No credential was sent, and the server wants one.",
                "Neither --key nor ANTIPHON_API_KEY says one.",
                "Give the key, the token or the client secret with --key or in ANTIPHON_API_KEY."
            )
        case .keysDisabled:
            Entry(
                "The resource takes no keys.",
                "Key based authentication is switched off (disableLocalAuth).",
                "Use a token of Entra ID, or switch keys on."
            )
        case .credentialHeader:
            Entry(
                "The key is right, and came in the wrong header.",
                "Azure wants keys in 'api-key' and tokens in 'Authorization: Bearer'; OpenAI wants both there.",
                "Send it in the header that the evidence names."
            )
        case .tokenExpired:
            Entry(
                "The token has expired.",
                "Access tokens live for about an hour, and nobody has fetched a new one.",
                "Fetch a token for each connection: az account get-access-token --resource https://ai.azure.com."
            )
        case .tokenNotYetValid:
            Entry(
                "The token is not valid yet.",
                "The issuer's clock and this one differ.",
                "Compare the clocks."
            )
        case .tokenTenant:
            Entry(
                "The token is of another tenant.",
                "Whoever signed in did so in another directory than the resource's.",
                "Sign in to the resource's tenant: az login --tenant TENANT."
            )
        case .roleMissing:
            Entry(
                "The token is good, and its owner may not use the resource.",
                "The identity lacks the role.",
                "Assign 'Cognitive Services OpenAI User' on the resource; it takes minutes to come into force."
            )
        case .tokenAudience:
            Entry(
                "The token is for another service.",
                "Its audience is not the one that the server wants.",
                "Ask for the scope https://ai.azure.com/.default (older: https://cognitiveservices.azure.com/.default)."
            )
        case .tokenRefused:
            Entry(
                "The server refuses the token.",
                "Its dates and audience look right; issuer, signature or policy do not please the server.",
                "Ask the server's operator which issuers and audiences it takes."
            )
        case .secretExpired:
            Entry(
                "The client secret has expired.",
                "An ek_ lives for ten minutes unless more was asked for, at most two hours.",
                "Make a new one for each connection, and open the session at once."
            )
        case .secretOfOtherDialect:
            Entry(
                "The client secret is of the other dialect.",
                "It was made at /realtime/sessions and used for GA, or the other way round.",
                "Make it at /realtime/client_secrets, and leave the header OpenAI-Beta out.",
                .webRTC
            )
        case .keyRefused:
            Entry(
                "The key is wrong, or another resource's.",
                "It was regenerated, cut off when it was copied, or belongs to another resource or region.",
                "Copy the key again from the page of the very resource whose name stands in the address."
            )
        case .forbidden:
            Entry(
                "The credential may not do this.",
                "The server knows it, and its rights do not reach.",
                "Give the key the right, or use another; the evidence has the server's words."
            )
        case .modelMissing:
            Entry(
                "The address names no model.",
                "GA looks for 'model'; 'deployment' was Preview's.",
                "Add ?model=NAME; at Azure the name of the deployment.",
                .endpoints
            )
        case .modelUnknown:
            Entry(
                "The server has no such model or deployment.",
                "At Azure the name is the deployment's, not the model's; a new one takes minutes to appear.",
                "Compare --deployment or ?model= with the list of deployments of the resource."
            )
        case .modelNotRealtime:
            Entry(
                "The model is no Realtime model.",
                "It exists, and transcribes or chats only.",
                "Deploy gpt-realtime or newer. A transcription model goes into the session, with ?intent=transcription."
            )
        case .quotaExhausted:
            Entry(
                "The account has no credit left.",
                "Its quota or its budget is used up.",
                "Add credit or raise the budget; waiting does not help."
            )
        case .rateLimited:
            Entry(
                "There were too many requests.",
                "The deployment's limit of tokens, requests or sessions a minute is reached.",
                "Wait as long as the server says, or raise the deployment's limit."
            )
        case .overloaded:
            Entry(
                "The server has no room.",
                "It is full, drains before an end, or its region is short of capacity.",
                "Try again a little later; if it lasts, another region."
            )
        case .serverError:
            Entry(
                "The server failed.",
                "An error of its own, or of a gateway before it.",
                "Try again; if it lasts, give support the bundle (--bundle FILE)."
            )
        case .refusedOtherwise:
            Entry(
                "The server refuses the session.",
                "For a reason that is in its own words only.",
                "Read the evidence; give support the bundle (--bundle FILE)."
            )
        case .closedAtOnce:
            Entry(
                "The WebSocket opens and is closed at once.",
                "The server says why in the code and the reason, or not at all.",
                "Read the evidence; without a reason it is the server's to tell."
            )
        case .noGreeting:
            Entry(
                "The WebSocket opens, and no 'session.created' comes.",
                "It speaks another protocol, or what makes sessions behind it is stuck.",
                "Check the address; look at the server's log."
            )
        case .notJSON:
            Entry(
                "The server sends messages that are no JSON.",
                "It is the WebSocket of another service.",
                "Check the address."
            )
        case .otherProtocol:
            Entry(
                "The server speaks another protocol.",
                "It sends JSON, and no event of the Realtime API: perhaps the Live or the Voice Live API.",
                "Check the address: it ends in /realtime, and not in /live or /voice-live/realtime."
            )
        case .previewDialect:
            Entry(
                "The session is one of the Preview dialect.",
                "The greeting has the flat fields of Preview: the address, a header or a secret asked for it.",
                "Use the path of GA without api-version, without the header OpenAI-Beta.",
                .endpoints,
                .betaHeader
            )
        case .sessionExpired:
            Entry(
                "The session is over before it begins.",
                "Its 'expires_at' lies in the past.",
                "Compare the clocks; else it is the server's to mend."
            )
        case .updateCloses:
            Entry(
                "A 'session.update' ends the session.",
                "A GA server answers with an error and goes on; this one hangs up.",
                "Send 'session.type' always; the server's log knows more.",
                .sessionType
            )
        case .updateUnanswered:
            Entry(
                "A 'session.update' is not answered.",
                "Neither 'session.updated' nor 'error' comes; clients that wait for it never begin.",
                "Look at the server's log."
            )
        case .sessionTypeMissing:
            Entry(
                "Your session.update has no 'type'.",
                "GA refuses the whole event, in an 'error' that old clients do not show.",
                "Add \"type\": \"realtime\", or \"transcription\", to the session.",
                .sessionType
            )
        case .sessionRefused:
            Entry(
                "Your session.update is refused.",
                "One field that is unknown or wrong refuses the whole event; Preview's flat fields are unknown.",
                "Change the field that the evidence names; `antiphon check` finds the rest.",
                .sessionType
            )
        case .updateRefused:
            Entry(
                "A proper GA 'session.update' is refused.",
                "The server speaks Preview, or an older or stricter form of GA.",
                "Compare the evidence with what the server documents.",
                .sessionType
            )
        case .closedAtAudio:
            Entry(
                "The session ends when audio begins.",
                "A proper chunk (PCM16, 24 kHz, mono, 100 ms) was answered by a close.",
                "The server's side: its audio back end is missing or fails. Give support the bundle (--bundle FILE).",
                .audio
            )
        case .badAudioCloses:
            Entry(
                "A malformed chunk of audio ends the session.",
                "A GA server answers with an error and goes on; this one hangs up.",
                "Take care that clients send whole base64 of PCM16; have the server mended.",
                .audio
            )
        case .audioUnanswered:
            Entry(
                "Audio is taken, and never answered.",
                "Neither clearing nor committing the buffer is confirmed.",
                "Look at the server's log.",
                .audio
            )
        case .audioRefused:
            Entry(
                "A proper chunk of audio is refused.",
                "The session has another format than PCM16 at 24 kHz, or the server takes no audio.",
                "Set audio.input.format in the session; read the evidence.",
                .audio
            )
        case .responseRefused:
            Entry(
                "A response is refused.",
                "'response.create', or the item before it, was answered by an error.",
                "Read the evidence: it has the server's words and the place."
            )
        case .closedInTurn:
            Entry(
                "The session ends in the middle of a turn.",
                "The server hung up while it answered.",
                "Read the code and the reason; give support the bundle (--bundle FILE)."
            )
        case .responseFailed:
            Entry(
                "The response failed.",
                "The model behind the session gave up: 'response.done' with status failed.",
                "Read the evidence; 'server_error' is often gone at the next try."
            )
        case .responseStalled:
            Entry(
                "The response never ends.",
                "After 'response.create' nothing more comes.",
                "Look at the model behind the server; clients need a time limit of their own.",
                .performance
            )
        case .noText:
            Entry(
                "The response to text has no text.",
                "It ends well, without one delta of text.",
                "Look at the model behind the server.",
                .events
            )
        case .noAudio:
            Entry(
                "The response to speech has no audio.",
                "It ends well, without one delta of audio: the voice behind the server is missing, or says nothing.",
                "Look at the server's voice; the session's output_modalities must be [\"audio\"].",
                .audio
            )
        case .damagedAudio:
            Entry(
                "The response's audio is damaged.",
                "A delta is no base64, or no whole samples.",
                "The server's side; give support the bundle (--bundle FILE).",
                .audio
            )
        case .previewEvents:
            Entry(
                "The server says events by their Preview names.",
                "Clients that wait for 'response.output_audio.delta' hear nothing.",
                "Have the server speak GA, or take a client for its dialect.",
                .events
            )
        case .secretsFailed:
            Entry(
                "No client secret can be made.",
                "The endpoint is there, and refuses or fails.",
                "Read the evidence; the key may lack the right.",
                .webRTC
            )
        case .secretsDamaged:
            Entry(
                "The client secret that was made is none.",
                "The answer has no 'value' that begins with ek_, or it has expired already.",
                "Browsers' SDKs refuse other keys; have the server mended.",
                .webRTC
            )
        case .callsFailed:
            Entry(
                "No WebRTC call can be made.",
                "The endpoint is there, and refuses a proper offer.",
                "Read the evidence.",
                .webRTC
            )
        case .clockSkew:
            Entry(
                "The clocks differ.",
                "Tokens, client secrets and signatures look expired, or not valid yet.",
                "Set this machine's clock by NTP; if it is right, the server's."
            )
        case .outOfTime:
            Entry(
                "The visit took too long and was ended.",
                "Every step was slow.",
                "Try again; --timeout SECONDS gives each step more or less."
            )
        }
    }
}

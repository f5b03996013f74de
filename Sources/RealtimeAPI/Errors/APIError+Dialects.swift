/// The catalogue, continued: what is spoken where, and what is not.
extension APIError {
    public static var modelInTranscription: Self {
        Self(.invalidModel, "You must not provide a model parameter for transcription sessions.")
    }

    public static var betaDisabled: Self {
        Self(
            .betaDisabled,
            "The beta API shape is no longer supported. Remove the OpenAI-Beta header and use the GA event shapes."
        )
    }

    /// The same for `POST …/realtime/sessions`, which sends no header that could be removed.
    public static var betaSessionsDisabled: Self {
        Self(
            .betaDisabled,
            "The beta API shape is no longer supported. Please use /v1/realtime/client_secrets endpoint."
        )
    }

    public static func versionMismatch(secretIsGA: Bool) -> Self {
        secretIsGA
            ? Self(.versionMismatch, "You cannot start a Realtime beta session with a GA client secret.")
            : Self(
                .versionMismatch,
                "You cannot start a Realtime GA session with a beta client secret. "
                    + "Please use /v1/realtime/client_secrets endpoint."
            )
    }

    public static var apiVersionMissing: Self {
        Self(
            .wrongAPIVersion,
            "This path needs an 'api-version' and a 'deployment'. Without them, use /openai/v1/realtime?model=…"
        )
    }

    /// CONTRACT 2: the GA path takes none.
    public static var apiVersionNotAllowed: Self {
        Self(.wrongAPIVersion, "This path takes no 'api-version': remove the parameter from the URL.")
    }

    public static func apiVersionRetired(_ version: String) -> Self {
        Self(
            .wrongAPIVersion,
            "The api-version '\(shortened(version))' is of the Preview API, which this server does not speak. "
                + "Use /openai/v1/realtime?model=… without 'api-version'."
        )
    }

    /// Of Azure's paths for Preview sessions made by REST.
    public static var previewVersionNeeded: Self {
        Self(
            .wrongAPIVersion,
            "This path needs an 'api-version' that ends in '-preview'. In GA, use /openai/v1/realtime/client_secrets "
                + "without one."
        )
    }
}

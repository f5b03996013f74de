/// `api_version` given a value somewhere: a constant, a default, a setting.
extension FileContext {
    func versionSettings() -> [Finding] {
        guard !kind.isPreviewHalf else { return [] }
        let hasAzurePath = kind.namesAzurePath
        return outline.entries.compactMap { entry in
            let name = entry.name.lowercased().filter { $0 != "_" && $0 != "-" }
            guard name.hasSuffix("apiversion"), let index = outline.string(of: entry) else { return nil }
            guard hasAzurePath || name.hasPrefix("realtime") || name.holds("openairealtime") else { return nil }
            let value = tokens[index].text
            guard value.hasPrefix("202"), value.hasSuffix("-preview"), value.utf8.count == 18 else { return nil }
            guard entry.name != "api-version" else { return nil }
            return finding(
                .azureAPIVersion,
                .likely,
                at: tokens[index].source(of: 0),
                "GA has no api-version: where this one reaches '/openai/v1/realtime', the handshake is refused "
                    + "with HTTP 401.",
                remedy: "leave it out of the Realtime connection"
            )
        }
    }
}

/// Joins what files said: a version matters where the library's Realtime part is used.
public struct Project: Sendable {
    public private(set) var findings: [Finding] = []
    public private(set) var filesRead = 0
    private var used: [(folder: String, sdks: Set<String>)] = []
    private var versions: [Dependency] = []

    public init() {}

    public mutating func add(_ report: FileReport) {
        filesRead += 1
        findings += report.findings
        versions += report.versions
        if !report.usedSDKs.isEmpty { used.append((Self.folder(of: report.path), report.usedSDKs)) }
    }

    /// All findings, in order. Called once, when all files are in.
    public func finished() -> [Finding] {
        let stale = versions.compactMap { version in
            version.finding(isUsed: isUsed(version.sdk.key, under: Manifest.folder(of: version.file)))
        }
        var seen: Set<String> = []
        return (findings + stale).sorted(by: Finding.inOrder).filter {
            $0.rule != .sdkVersion && $0.rule != .previewSDK
                || seen.insert("\($0.file):\($0.line) \($0.message)").inserted
        }
    }

    /// A manifest speaks for its folder and what is below it.
    private func isUsed(_ sdk: String, under folder: String) -> Bool {
        used.contains {
            $0.sdks.contains(sdk) && ($0.folder == folder || $0.folder.hasPrefix(folder.isEmpty ? "" : folder + "/"))
        }
    }

    private static func folder(of path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }
}

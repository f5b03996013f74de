/// Files that say which libraries a program is built from.
enum Manifest {
    private enum Form {
        case requirements
        case toml
        case nodeManifest
        case nodeLock
        case yarnLock
        case pnpmLock
        case msbuild
        case nugetLock
        case pom
        case gradle
        case goMod
        case gemfile
        case gemLock
        case pipLock
        case swiftManifest
        case swiftLock
    }

    private static func form(of path: String) -> Form? {
        let name = (path.split(separator: "/").last.map(String.init) ?? path).lowercased()
        switch name {
        case "pyproject.toml", "pipfile", "poetry.lock", "uv.lock", "pdm.lock", "libs.versions.toml": return .toml
        case "package.json": return .nodeManifest
        case "package-lock.json", "npm-shrinkwrap.json": return .nodeLock
        case "yarn.lock", "bun.lock": return .yarnLock
        case "pnpm-lock.yaml": return .pnpmLock
        case "packages.lock.json": return .nugetLock
        case "pom.xml": return .pom
        case "go.mod": return .goMod
        case "gemfile": return .gemfile
        case "gemfile.lock": return .gemLock
        case "pipfile.lock": return .pipLock
        case "setup.py", "setup.cfg": return .requirements
        case "package.swift": return .swiftManifest
        case "package.resolved": return .swiftLock
        default: break
        }
        if name.hasSuffix(".txt") || name.hasSuffix(".in") {
            return name.hasPrefix("constraints") || name.holds("requirements") || isInRequirementsFolder(path)
                ? .requirements : nil
        }
        if name.hasSuffix(".csproj") || name.hasSuffix(".fsproj") || name.hasSuffix(".vbproj")
            || name.hasSuffix(".props")
            || name == "packages.config"
        {
            return .msbuild
        }
        return name.hasSuffix(".gradle") || name.hasSuffix(".gradle.kts") ? .gradle : nil
    }

    static func isManifest(_ path: String) -> Bool { form(of: path) != nil }

    /// `requirements/base.txt`
    private static func isInRequirementsFolder(_ path: String) -> Bool {
        path.split(separator: "/").dropLast().last == "requirements"
    }

    /// The folder that a manifest speaks for: its own, or the one above where tools keep it in a folder apart.
    static func folder(of path: String) -> String {
        let folders = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        // An Xcode project keeps its lock within itself.
        let bundle = folders.firstIndex {
            $0.hasSuffix(".xcodeproj") || $0.hasSuffix(".xcworkspace") || $0 == ".swiftpm"
        }
        if let bundle { return folders[..<bundle].joined(separator: "/") }
        let isApart = folders.last == "gradle" || isInRequirementsFolder(path)
        return folders.dropLast(isApart ? 1 : 0).joined(separator: "/")
    }

    static func read(_ source: SourceText, path: String) -> [Dependency] {
        guard let form = form(of: path) else { return [] }
        let lines = (0..<source.lineCount).map { source.line($0).asText }
        var reader = ManifestReader(lines: lines)
        switch form {
        case .requirements: reader.readRequirements(quoted: path.hasSuffix(".py"))
        case .toml: reader.readTOML(isCatalogue: path.hasSuffix("libs.versions.toml"))
        case .nodeManifest: reader.readMembers(in: .npm, under: "ependencies")
        case .nodeLock: reader.readNodeLock()
        case .yarnLock: reader.readYarnLock()
        case .pnpmLock: reader.readPnpmLock()
        case .msbuild: reader.readMSBuild()
        case .nugetLock: reader.readBlocks(in: .nuget, version: "\"resolved\":")
        case .pipLock: reader.readBlocks(in: .pypi, version: "\"version\":")
        case .pom: reader.readPOM()
        case .gradle: reader.readCoordinates()
        case .goMod: reader.readGoMod()
        case .gemfile: reader.readGemfile()
        case .gemLock: reader.readGemLock()
        case .swiftManifest: reader.readSwiftManifest()
        case .swiftLock: reader.readSwiftLock()
        }
        return reader.found.map { found in
            let range = source.lineRange(found.line)
            let column = found.name.isEmpty ? 0 : lines[found.line].offset(of: found.name) ?? 0
            return Dependency(
                sdk: found.sdk,
                requirement: found.requirement,
                file: path,
                line: found.line + 1,
                column: source.position(of: range.lowerBound + column).column,
                offset: range.lowerBound + column
            )
        }
    }
}

internal import Glibc
internal import Speech

/// The texts that the assistant may quote, from a folder and the folders in it.
enum ContentFolder {
    private static let endings = [".md", ".markdown", ".txt"]
    private static let depthMax = 8

    static func read(_ folder: String) throws(Server.Failure) -> [AssistantOptions.Document] {
        var documents: [AssistantOptions.Document] = []
        try read(folder, named: "", depth: 0, &documents)
        guard !documents.isEmpty else {
            throw Server.Failure(
                description: "assistant.content: there is no text (\(endings.joined(separator: ", "))) in \(folder)."
            )
        }
        return documents
    }

    private static func read(
        _ folder: String,
        named prefix: String,
        depth: Int,
        _ documents: inout [AssistantOptions.Document]
    ) throws(Server.Failure) {
        for name in try names(in: folder) {
            let path = folder + "/" + name
            if isFolder(path) {
                if depth < depthMax { try read(path, named: prefix + name + "/", depth: depth + 1, &documents) }
                continue
            }
            guard endings.contains(where: { name.lowercased().hasSuffix($0) }) else { continue }
            documents.append(AssistantOptions.Document(name: prefix + name, text: try text(of: path)))
        }
    }

    /// In one order on every machine; hidden ones are nobody's content.
    private static func names(in folder: String) throws(Server.Failure) -> [String] {
        guard let directory = opendir(folder) else {
            let reason = String(cString: strerror(errno))
            throw Server.Failure(description: "assistant.content: \(folder) cannot be read: \(reason).")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func text(of path: String) throws(Server.Failure) -> String {
        let bytes: [UInt8]
        do throws(TextFile.Failure) {
            bytes = try TextFile.read(path)
        } catch {
            throw Server.Failure(description: "assistant.content: \(path) cannot be read: \(error.reason).")
        }
        guard bytes.count <= TextFile.bytesMax else {
            throw Server.Failure(
                description: "assistant.content: \(path) has more than \(SizeText.text(TextFile.bytesMax))."
            )
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

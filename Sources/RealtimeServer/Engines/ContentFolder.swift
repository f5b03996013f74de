internal import Glibc
package import Speech

/// The texts that the assistant may quote: the Markdown and plain text files in a folder and the folders in it, also
/// where links lead to them. It is read once, at the start.
///
/// What is meant to be quoted and cannot be is refused by name, so that nobody believes it to be known.
package struct ContentFolder {
    package private(set) var documents: [AssistantOptions.Document] = []
    /// Files and folders that are none of it, by their endings or as they begin with a dot.
    package private(set) var passedOver = 0

    private static let endings = [".md", ".markdown", ".txt"]
    private static let depthMax = 8
    /// Whoever names the folder of everything is told so before all of it is read.
    private static let entriesMax = 100_000

    private var entries = 0
    private var bytes = 0
    /// Folders that were read: links may lead to one twice, or in a circle.
    private var known: Set<Identity> = []

    private struct Identity: Hashable {
        let device: dev_t
        let number: ino_t
    }

    package init(_ folder: String) throws(Server.Failure) {
        try read(folder, named: "", depth: 0)
        guard documents.isEmpty else { return }
        throw Self.failure("there is no text (\(Self.endings.joined(separator: ", "))) in \(folder).")
    }

    private mutating func read(_ folder: String, named prefix: String, depth: Int) throws(Server.Failure) {
        guard isNew(folder) else { return }
        guard depth <= Self.depthMax else {
            throw Self.failure("\(folder) is more than \(Self.depthMax) folders deep; put it higher.")
        }
        for name in try names(in: folder) {
            let path = folder + "/" + name
            var status = stat()
            let isThere = stat(path, &status) == 0
            if isThere, status.st_mode & S_IFMT == S_IFDIR {
                try read(path, named: prefix + name + "/", depth: depth + 1)
            } else if Self.endings.contains(where: { name.lowercased().hasSuffix($0) }) {
                guard !isThere || status.st_mode & S_IFMT == S_IFREG else {
                    throw Self.failure("\(path) is no file that can be read to its end; take it out.")
                }
                try add(AssistantOptions.Document(name: prefix + name, text: try text(of: path)))
            } else {
                passedOver += 1
            }
        }
    }

    private mutating func isNew(_ folder: String) -> Bool {
        var status = stat()
        // What cannot be looked at cannot be opened either, and that says why.
        guard stat(folder, &status) == 0 else { return true }
        return known.insert(Identity(device: status.st_dev, number: status.st_ino)).inserted
    }

    private mutating func add(_ document: AssistantOptions.Document) throws(Server.Failure) {
        documents.append(document)
        bytes += document.text.utf8.count
        guard documents.count <= AssistantOptions.documentsMax, bytes <= AssistantOptions.contentBytesMax else {
            throw Self.failure(
                """
                there is more than can be quoted, which is \(AssistantOptions.documentsMax) files and \
                \(SizeText.text(AssistantOptions.contentBytesMax)).
                """
            )
        }
    }

    /// In one order on every machine; hidden ones are nobody's content.
    private mutating func names(in folder: String) throws(Server.Failure) -> [String] {
        guard let directory = opendir(folder) else { throw Self.unreadable(folder, String(cString: strerror(errno))) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            entries += 1
            guard entries <= Self.entriesMax else {
                throw Self.failure("there are more than \(Self.entriesMax) files in it; name the folder of the texts.")
            }
            if name.hasPrefix(".") { passedOver += 1 } else { names.append(name) }
        }
        return names.sorted()
    }

    private func text(of path: String) throws(Server.Failure) -> String {
        var bytes: [UInt8]
        do throws(TextFile.Failure) {
            bytes = try TextFile.read(path)
        } catch {
            throw Self.unreadable(path, error.reason)
        }
        guard bytes.count <= TextFile.bytesMax else {
            throw Self.failure("\(path) has more than \(SizeText.text(TextFile.bytesMax)); split it.")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            throw Self.failure("\(path) is no text in UTF-8; save it as such, or take it out.")
        }
        return text
    }

    private static func unreadable(_ path: String, _ reason: String) -> Server.Failure {
        failure("\(path) cannot be read: \(reason).")
    }

    private static func failure(_ what: String) -> Server.Failure {
        Server.Failure(description: "assistant.content: \(what)")
    }
}

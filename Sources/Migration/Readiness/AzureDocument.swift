public import Bytes

/// What `az` printed, as JSON: in UTF-8 or, as PowerShell saves it, UTF-16, with warnings before it or behind it.
public enum AzureDocument {
    /// More than that nobody reads about one account.
    public static let bytesMax = 20 * 1_024 * 1_024

    /// Nil: there is none in it.
    public static func json(in file: [UInt8]) -> JSON? {
        guard file.count <= bytesMax, let bytes = SourceText(file)?.bytes else { return nil }
        for start in starts(bytes) {
            if let value = value(Array(bytes[start...])) { return value }
        }
        return nil
    }

    /// A warning may begin with a bracket as well, so more than one place is tried.
    private static let startsMax = 32

    private static func starts(_ bytes: [UInt8]) -> [Int] {
        var starts: [Int] = []
        var isFirst = true
        for (offset, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if isFirst { starts.append(offset) }
                if starts.count == startsMax { return starts }
                isFirst = false
            case UInt8(ascii: "\n"): isFirst = true
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            default: isFirst = false
            }
        }
        return starts
    }

    private static let limits = {
        var limits = JSONLimits()
        limits.values = 1_000_000
        return limits
    }()

    private static func value(_ bytes: [UInt8]) -> JSON? {
        do throws(JSONError) {
            return try JSON(parsing: bytes, limits: limits)
        } catch {
            guard error.reason == .trailingBytes else { return nil }
            let value = try? JSON(parsing: Array(bytes.prefix(error.offset)), limits: limits)
            // A number in brackets is a warning's.
            return value?.object != nil || value?.array?.allSatisfy { $0.object != nil } == true ? value : nil
        }
    }
}

/// An object of `az`: its fields stand in it or, as in the management API, under `properties`. What is null is missing.
struct AzureObject {
    let json: JSON

    subscript(_ name: String) -> JSON? { Self.present(json["properties"]?[name]) ?? Self.present(json[name]) }

    func text(_ name: String) -> String? { self[name]?.string.flatMap(Self.clean) }

    /// Fields that every resource has, whatever its properties are called.
    func head(_ name: String) -> String? { json[name]?.string.flatMap(Self.clean) ?? text(name) }

    /// Some come as texts.
    func bool(_ name: String) -> Bool? {
        self[name]?.bool ?? text(name).flatMap { Bool($0.lowercased()) }
    }

    func number(_ name: String) -> Double? {
        (self[name]?.double ?? text(name).flatMap { Double($0) }).flatMap { $0.isFinite ? $0 : nil }
    }

    func day(_ name: String) -> CalendarDay? { text(name).flatMap { CalendarDay($0) } }

    func object(_ name: String) -> AzureObject? {
        guard let value = self[name], value.object != nil else { return nil }
        return AzureObject(json: value)
    }

    func list(_ name: String) -> [AzureObject]? { self[name]?.array?.map(AzureObject.init) }

    private static func present(_ value: JSON?) -> JSON? { value == .null ? nil : value }

    private static let charactersMax = 512

    /// One line, and no longer than anybody names a thing.
    private static func clean(_ text: String) -> String? {
        let line = text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(charactersMax)
        return line.isEmpty ? nil : String(String.UnicodeScalarView(line))
    }
}

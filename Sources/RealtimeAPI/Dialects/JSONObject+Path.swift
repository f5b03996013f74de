import Bytes

extension JSONObject {
    /// Takes out what stands at the path, and the objects that are empty without it.
    mutating func take(_ path: ArraySlice<String>) -> JSON? {
        guard let name = path.first, let value = self[name] else { return nil }
        guard path.count > 1 else {
            self[name] = nil
            return value
        }
        guard case .object(var inner) = value, let taken = inner.take(path.dropFirst()) else { return nil }
        self[name] = inner.members.isEmpty ? nil : .object(inner)
        return taken
    }

    /// Puts the value at the path, with the objects that lead there. False: something else stands there.
    @discardableResult
    mutating func put(_ value: JSON, at path: ArraySlice<String>) -> Bool {
        guard let name = path.first else { return false }
        guard path.count > 1 else {
            let stands = self[name]
            self[name] = stands ?? value
            return stands == nil || stands == value
        }
        var inner = self[name]?.object ?? JSONObject()
        let isPut = inner.put(value, at: path.dropFirst())
        self[name] = .object(inner)
        return isPut
    }

    /// With more members, but for those whose names are taken.
    func followed(by members: [Member]) -> JSONObject {
        guard !members.isEmpty else { return self }
        let own = self.members.map(\.name)
        return JSONObject(uniqueMembers: self.members + members.filter { !own.contains($0.name) })
    }
}

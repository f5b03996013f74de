extension DialectTranslation {
    /// An error that was found in GA's fields, with the place as the dialect names it.
    public func inOwnWords(_ error: APIError) -> APIError {
        guard !error.namesClientsField else { return error }
        return error.renamed { way in
            table.clientEvents.rules.lazy.filter { $0.applies(in: kind) }.compactMap { $0.body.way(fromGA: way) }.first
        }.namingClientsField
    }

    /// The same the other way.
    public func inWordsOfGA(_ error: APIError) -> APIError {
        error.renamed { way in
            table.clientEvents.rules.lazy.filter { $0.applies(in: kind) }.compactMap { $0.body.way(toGA: way) }.first
        }
    }
}

extension APIError {
    var namingClientsField: Self {
        var error = self
        error.namesClientsField = true
        return error
    }

    /// With its place renamed, in the message too.
    func renamed(_ rename: (FieldWay) -> FieldWay?) -> APIError {
        guard let param, let renamed = rename(FieldWay(param))?.text, renamed != param else { return self }
        var error = self
        error.param = renamed
        error.message = message.replacing("'\(param)'", with: "'\(renamed)'")
        return error
    }
}

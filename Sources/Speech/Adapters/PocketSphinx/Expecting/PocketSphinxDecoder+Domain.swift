internal import CPocketSphinx
internal import NetIO

// A decoder that expects a domain. It is made so and stays so.
extension PocketSphinxDecoder {
    /// The share of what is expected in the language model; the rest is English in general (docs/engines.md).
    package static let domainShare: Float = 0.2

    /// The dictionary in the folder, and after it the words of the domain as flite would speak them: the library
    /// passes over those that it has already.
    ///
    /// Not by `ps_add_word`, which also adds a word to the language models: there it takes the place of what ends
    /// their tables, and looking the words before it up reads from anywhere in memory.
    static func dictionary(in folder: String, with domain: DomainModel) throws(DecodingFailure) -> MemoryFile {
        var lines = "\n"
        for word in domain.words {
            let sounds = FliteLibrary.shared.sounds(of: word)
            // A word that cannot be spoken is never heard.
            if !sounds.isEmpty { lines += "\(word) \(sounds.joined(separator: " "))\n" }
        }
        guard let file = MemoryFile(), file.append(contentsOf: Self.dictionary(in: folder)), file.append(lines) else {
            throw DecodingFailure("PocketSphinx could not be given the words that it is to expect.")
        }
        return file
    }

    /// Mixes the domain into the decoder's language model.
    static func expect(_ domain: DomainModel, share: Float, in decoder: OpaquePointer) throws(DecodingFailure) {
        guard let general = ps_get_lm(decoder, "_default"), let own = read(domain, for: decoder) else {
            throw DecodingFailure("PocketSphinx could not read what it is to expect.")
        }
        defer { ngram_model_free(own) }
        var models: [OpaquePointer?] = [general, own]
        var shares = [1 - share, share]
        var names = [strdup("general"), strdup("domain")]
        defer { for name in names { free(name) } }
        guard let both = ngram_model_set_init(nil, &models, &names, &shares, 2) else {
            throw DecodingFailure("PocketSphinx could not mix what it is to expect with English.")
        }
        // The mixture keeps its models, and the decoder the mixture.
        defer { ngram_model_free(both) }
        guard ps_set_lm(decoder, "expected", both) == 0, ps_set_search(decoder, "expected") == 0 else {
            throw DecodingFailure("PocketSphinx did not take what it is to expect.")
        }
    }

    /// Without the decoder's settings the model would have other weights than the general one.
    private static func read(_ domain: DomainModel, for decoder: OpaquePointer) -> OpaquePointer? {
        guard let file = MemoryFile(), file.append(domain.arpa) else { return nil }
        return withExtendedLifetime(file) {
            ngram_model_read(ps_get_config(decoder), file.path, NGRAM_ARPA, ps_get_logmath(decoder))
        }
    }
}

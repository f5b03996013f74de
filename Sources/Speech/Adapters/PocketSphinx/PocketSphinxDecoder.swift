internal import CPocketSphinx
internal import NetIO

/// A decoder of PocketSphinx, with a language model of its own: 93 MB and 0.3 to 0.5 s to make.
///
/// The library shares nothing between decoders, so each may work on another thread. What it calls fatal (a model that
/// is damaged) ends the process by its own hand; no Swift can catch that.
package final class PocketSphinxDecoder: UtteranceDecoder {
    private let decoder: OpaquePointer
    private let logarithms: OpaquePointer
    /// Where the library starts from; a caller without a mean of its own must not get the one before's.
    private let firstMean: CepstralMean
    private var isInUtterance = false

    /// - Parameters:
    ///   - domain: what it is to expect, beside English in general; that makes it 60 MB larger.
    ///   - share: of the domain in its language model.
    package init(
        modelFolder: String,
        expecting domain: DomainModel? = nil,
        share: Float = domainShare
    ) throws(DecodingFailure) {
        // Otherwise it fills the standard error stream.
        err_set_logfp(nil)
        var words: MemoryFile?
        if let domain { words = try Self.dictionary(in: modelFolder, with: domain) }
        let dictionary = words?.path ?? Self.dictionary(in: modelFolder)
        guard let made = withExtendedLifetime(words, { Self.make(modelFolder, dictionary) }) else {
            throw DecodingFailure("PocketSphinx cannot load its model from \(modelFolder).")
        }
        guard let logarithms = ps_get_logmath(made), let cepstra = ps_get_feat(made)?.pointee.cmn_struct else {
            ps_free(made)
            throw DecodingFailure("PocketSphinx made a decoder of \(modelFolder) that cannot be used.")
        }
        do throws(DecodingFailure) {
            if let domain { try Self.expect(domain, share: share, in: made) }
        } catch {
            ps_free(made)
            throw error
        }
        decoder = made
        self.logarithms = logarithms
        firstMean = Self.mean(cepstra)
    }

    deinit { ps_free(decoder) }

    static func dictionary(in folder: String) -> String { "\(folder)/cmudict-en-us.dict" }

    private static func make(_ folder: String, _ dictionary: String) -> OpaquePointer? {
        let arguments = [
            "antiphon", "-hmm", "\(folder)/en-us", "-dict", dictionary, "-lm",
            "\(folder)/en-us.lm.bin",
            // A second pass over the words would keep the caller waiting for the text.
            "-fwdflat", "no",
        ]
        var copies = arguments.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        guard let settings = cmd_ln_parse_r(nil, ps_args(), Int32(copies.count), &copies, 0) else { return nil }
        defer { cmd_ln_free_r(settings) }
        return ps_init(settings)
    }

    // MARK: An utterance

    package func begin(mean: CepstralMean?) throws(DecodingFailure) {
        if isInUtterance { _ = ps_end_utt(decoder) }
        isInUtterance = false
        if let cepstra = ps_get_feat(decoder)?.pointee.cmn_struct {
            var coefficients = (mean ?? firstMean).coefficients
            // The library reads as many as it was made for.
            guard coefficients.count == firstMean.coefficients.count else {
                throw DecodingFailure("PocketSphinx was given the mean of another model.")
            }
            cmn_live_set(cepstra, &coefficients)
        }
        // What it knows of the noise was another caller's.
        guard ps_start_stream(decoder) == 0, ps_start_utt(decoder) == 0 else {
            throw DecodingFailure("PocketSphinx did not begin an utterance.")
        }
        isInUtterance = true
    }

    package func decode(_ samples: ArraySlice<Int16>) throws(DecodingFailure) {
        let frames = samples.withUnsafeBufferPointer { ps_process_raw(decoder, $0.baseAddress, $0.count, 0, 0) }
        guard frames >= 0 else { throw DecodingFailure("PocketSphinx could not decode the audio.") }
    }

    package func guess() -> [String] {
        guard let text = ps_get_hyp(decoder, nil) else { return [] }
        return String(cString: text).split(separator: " ").map(String.init)
    }

    package func end() throws(DecodingFailure) -> [DecodedWord] {
        isInUtterance = false
        guard ps_end_utt(decoder) == 0 else { throw DecodingFailure("PocketSphinx did not end an utterance.") }
        var words: [DecodedWord] = []
        var segment = ps_seg_iter(decoder)
        while let current = segment {
            if let name = ps_seg_word(current), let word = Self.word(String(cString: name)) {
                let probability = logmath_log_to_ln(logarithms, ps_seg_prob(current, nil, nil, nil))
                words.append(DecodedWord(word, logProbability: min(Double(probability), 0)))
            }
            segment = ps_seg_next(current)
        }
        return words
    }

    /// Without the number of its pronunciation: `read(2)`. Silence, noises and the ends of sentences are no words.
    private static func word(_ name: String) -> String? {
        guard let first = name.first, !"<[+".contains(first) else { return nil }
        guard name.hasSuffix(")"), let open = name.lastIndex(of: "(") else { return name }
        return String(name[..<open])
    }

    // MARK: The cepstral mean

    package func mean() -> CepstralMean {
        guard let cepstra = ps_get_feat(decoder)?.pointee.cmn_struct else { return firstMean }
        return Self.mean(cepstra)
    }

    private static func mean(_ cepstra: UnsafeMutablePointer<cmn_t>) -> CepstralMean {
        var coefficients = [Float](repeating: 0, count: Int(cepstra.pointee.veclen))
        cmn_live_get(cepstra, &coefficients)
        return CepstralMean(coefficients)
    }

    /// By a front end of its own. The decoder's would search through what it is asked to look at only.
    package func mean(of samples: ArraySlice<Int16>) throws(DecodingFailure) -> CepstralMean? {
        guard let frontEnd = fe_init_auto_r(ps_get_config(decoder)) else {
            throw DecodingFailure("PocketSphinx made no front end.")
        }
        defer { fe_free(frontEnd) }
        fe_start_stream(frontEnd)
        guard fe_start_utt(frontEnd) == 0 else { throw DecodingFailure("PocketSphinx began no front end.") }
        var sums = [Double](repeating: 0, count: Int(fe_get_output_size(frontEnd)))
        let count = Self.addFrames(of: samples, frontEnd, to: &sums)
        guard count >= Self.meanFramesMin, sums.count == firstMean.coefficients.count else { return nil }
        return CepstralMean(sums.map { Float($0 / Double(count)) })
    }

    /// Of less than so many frames of 10 ms a mean says nothing.
    private static let meanFramesMin = 10
    private static let framesMax = 256

    /// Adds the cepstra of all frames that are speech, and says how many they are.
    private static func addFrames(of samples: ArraySlice<Int16>, _ frontEnd: OpaquePointer, to sums: inout [Double])
        -> Int
    {
        let width = sums.count
        var count = 0
        withUnsafeTemporaryAllocation(of: mfcc_t.self, capacity: framesMax * width) { cepstra in
            withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<mfcc_t>?.self, capacity: framesMax) { rows in
                for row in rows.indices { rows[row] = cepstra.baseAddress?.advanced(by: row * width) }
                samples.withUnsafeBufferPointer { samples in
                    var next = samples.baseAddress
                    var left = samples.count
                    while left > 0 {
                        let before = left
                        var (frames, first) = (Int32(framesMax), Int32(0))
                        let status = fe_process_frames(frontEnd, &next, &left, rows.baseAddress, &frames, &first)
                        guard status >= 0, frames > 0 || left < before else { return }
                        for frame in 0..<Int(frames) * width { sums[frame % width] += Double(cepstra[frame]) }
                        count += Int(frames)
                    }
                }
            }
        }
        return count
    }
}

extension [UInt8] {
    /// Changes one to four places: a byte replaced, put in, taken out, a piece doubled or the end cut off.
    package mutating func mutate(using random: inout SplitMix64, alphabet: [UInt8]) {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...count, using: &random)
            let byte =
                Bool.random(using: &random)
                ? alphabet.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...UInt8.max, using: &random)
            let end = Swift.min(count, place + Int.random(in: 0...8, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0 where place < count: self[place] = byte
            case 1 where place < count: remove(at: place)
            case 2: insert(contentsOf: self[place..<end], at: place)
            case 3 where Int.random(in: 0..<4, using: &random) == 0: removeSubrange(place...)
            default: insert(byte, at: place)
            }
        }
    }
}

/// Names of tools and their parameters, as words: `getWeatherForCity`, `get_weather` and `get-weather`.
enum Naming {
    static func words(of name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        for character in name.prefix(128) {
            guard character.isLetter || character.isNumber else {
                words.append(word)
                word = ""
                continue
            }
            if character.isUppercase, wasLower {
                words.append(word)
                word = ""
            }
            wasLower = character.isLowercase || character.isNumber
            word.append(character)
        }
        words.append(word)
        return words.map { FoldedWords.fold($0) }.filter { !$0.isEmpty }
    }

    static func phrase(of name: String) -> String {
        let words = words(of: name)
        return words.isEmpty ? String(name.prefix(64)) : words.joined(separator: " ")
    }
}

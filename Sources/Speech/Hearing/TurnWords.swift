/// The words by which `TurnRule` tells of one language whether a sentence goes on.
struct TurnWords: Sendable {
    typealias Phrase = [Substring]

    /// Conjunctions, articles, possessives: nobody ends with one.
    let linking: Set<Substring>
    /// Prepositions, which only a question may end with, and what else is an end in a question alone.
    let stranding: Set<Substring>
    /// Ends after a subject ("yes, it is"), and in a question.
    let auxiliaries: Set<Substring>
    let subjects: Set<Substring>
    /// Ends a sentence as often as not.
    let doubtful: Set<Substring>
    let fillers: [Phrase]
    /// What asks for more words.
    let openings: [Phrase]
    let closings: [Phrase]
    let questionWords: [Phrase]
    /// Begin a question where the subject is the second word.
    let questionVerbs: Set<Substring>
    let conditions: Set<Substring>
    /// Words that bring the consequence of a condition.
    let consequences: Set<Substring>
    let digits: Set<Substring>
    /// What a word that is short for a subject and a verb ends with.
    let contractions: [String]

    static func phrases(_ text: String) -> [Phrase] {
        text.split(separator: ",").map { $0.split(separator: " ") }
    }

    static func words(_ text: String) -> Set<Substring> { Set(text.split(separator: " ")) }

    /// Nil: a language that has no table, or, where none is named, words that say nothing of theirs.
    static func of(_ language: String?, _ said: [Substring]) -> TurnWords? {
        switch language?.lowercased().prefix(while: { $0.isLetter }) {
        case "en": return english
        case "es": return spanish
        case nil: break
        default: return nil
        }
        let (here, there) = (english.count(said), spanish.count(said))
        return here == there ? nil : here > there ? english : spanish
    }

    private func count(_ said: [Substring]) -> Int {
        said.count { word in [linking, stranding, auxiliaries, subjects].contains { $0.contains(word) } }
    }

    func isQuestion(_ said: [Substring]) -> Bool {
        let said = said.drop { ["and", "so", "but", "y", "pero", "okay", "ok", "oye", "hey"].contains($0) }
        if questionWords.contains(where: { said.starts(with: $0) }) { return true }
        guard let first = said.first, let second = said.dropFirst().first else { return false }
        return questionVerbs.contains(first) && (subjects.contains(second) || linking.contains(second))
    }

    /// "If it rains tomorrow": what then?
    func isCondition(_ said: [Substring]) -> Bool {
        guard let first = said.first, conditions.contains(first), (2...7).contains(said.count) else { return false }
        return !said.contains { consequences.contains($0) }
    }

    /// In the middle of a number or of a name that is spelled. Seven digits and more may be all of them.
    func isListing(_ said: [Substring]) -> Bool {
        let numbers = said.reversed().prefix { digits.contains($0) || $0.allSatisfy(\.isNumber) }
        let count = numbers.reduce(0) { $0 + ($1.allSatisfy(\.isNumber) ? $1.count : 1) }
        if numbers.count > 1, count < 7 { return true }
        return said.reversed().prefix { $0.count == 1 && $0.allSatisfy(\.isLetter) }.count > 1
    }

    func isOpenContraction(_ word: Substring) -> Bool {
        guard let mark = word.lastIndex(where: { $0 == "'" || $0 == "’" }) else { return false }
        let tail = word[word.index(after: mark)...]
        guard contractions.contains(String(tail)) else { return false }
        // "It's", but not "John's".
        let head = word[..<mark]
        return tail != "s" || subjects.contains(head) || ["let", "what", "who", "where"].contains(head)
    }
}

extension TurnWords {
    static let english = TurnWords(
        linking: words(
            """
            and but or nor because cause unless until if whether although a an the my your our their its every and/or \
            i he she we they very quite just mr mrs ms dr than per which whose gonna wanna
            """
        ),
        stranding: words(
            """
            to from with of for at by into onto about between against during without within toward towards upon via \
            near behind beside under like as
            """
        ),
        auxiliaries: words(
            """
            is are was were am be been being will would can could should shall may might must have has had do does did \
            isn't aren't wasn't
            """
        ),
        subjects: words("i you he she it we they this that there these those here"),
        doubtful: words("on in up off over out down so some any more most another when while where who what how her"),
        fillers: phrases(
            "um,uh,uhm,er,erm,hm,hmm,mm,mmm,ah,you know,i mean,let me see,let me think,let's see,hold on,wait,one second,"
                + "one moment,just a moment,just a second,actually,basically"
        ),
        openings: phrases(
            "i want,i need,i'd like,i would like,we want,we need,we'd like,we would like,can you,could you,would you,"
                + "will you,can i,could i,may i,do you,are you,is there,are there,how about,what about,tell me about,"
                + "give me,show me,my name,i think,i guess,i was wondering,what if,in order,as well as,i don't,i didn't"
        ),
        closings: phrases(
            "yes,yeah,yep,no,nope,ok,okay,sure,thanks,thank you,please,bye,goodbye,that's all,that's it,that is all,that is it,"
                + "never mind,nevermind,of course,correct,exactly,stop,hello,hi,hey,nothing else,right,good,great,perfect,"
                + "i think so,i hope so,i guess so,i don't think so,i don't know,no idea,me too,as well,all right,alright,"
                + "not really,go ahead,come on,come in,hurry up,what's up,what for,thank you so much,thank you very much"
        ),
        questionWords: phrases(
            "what,who,where,which,how,why,whose,when is,when are,when was,when will,when can,when do,when does,when did,when's,"
                + "what's,who's,where's,how's"
        ),
        questionVerbs: words(
            "is are was were am will would can could should may do does did have has isn't aren't don't doesn't didn't can't "
                + "won't"
        ),
        conditions: words("if when while although because unless since once whenever"),
        consequences: words("then please call tell let me just will would can could should i'll you'll we'll don't"),
        digits: words("zero oh one two three four five six seven eight nine double"),
        contractions: ["m", "re", "ll", "ve", "d", "s"]
    )

    static let spanish = TurnWords(
        linking: words(
            """
            y e o u pero porque aunque que cuando mientras como sino ni donde pues el la los las un una unos unas lo mi tu \
            su mis tus sus nuestro nuestra nuestros nuestras cada algún ningún muy tan casi yo me te se le les nos del al \
            si señor señora
            """
        ),
        stranding: words(
            "a ante bajo con contra de desde durante en entre hacia hasta para por según sin sobre tras excepto"
        ),
        auxiliaries: words(
            """
            es está son están soy estoy somos fue era eran ha he han hemos había hay quiero quisiera necesito puedo puede \
            puedes podría podrías debo tengo voy vamos
            """
        ),
        subjects: words("sí no eso esto así ya aquí allí ahí él ella usted ellos ellas todo nadie nosotros"),
        doubtful: words("más otro otra algo este esta ese esa bueno entonces también donde"),
        fillers: phrases(
            "eh,em,mm,mmm,ehm,o sea,es que,a ver,déjame ver,déjame pensar,un momento,un segundo,espera,espere,digamos,"
                + "bueno pues,la verdad"
        ),
        openings: phrases(
            "me gustaría,quería,quisiera,me llamo,mi nombre,tengo que,voy a,creo que,dime,dame,puedes,podrías,me puedes,"
                + "me podrías,quiero saber,qué tal si,en lugar,a través"
        ),
        closings: phrases(
            "sí,no,vale,gracias,muchas gracias,por favor,adiós,hasta luego,hasta mañana,eso es todo,nada más,de acuerdo,claro,"
                + "claro que sí,claro que no,correcto,exacto,hola,listo,bien,perfecto,está bien,ya está,así es,eso es,ok,"
                + "okay,no sé,no lo sé,creo que sí,creo que no,por supuesto,buenos días,buenas tardes,buenas noches,también,"
                + "yo también,aquí está,aquí estoy,tampoco"
        ),
        questionWords: phrases(
            "qué,cómo,cuándo,dónde,cuál,cuáles,quién,quiénes,cuánto,cuánta,cuántos,cuántas,por qué,para qué,a qué,de qué,"
                + "de dónde,a dónde,adónde,con quién,de quién,en qué,a quién,hasta cuándo,desde cuándo"
        ),
        questionVerbs: words("es está son están hay puedo puede puedes podría tiene tienes"),
        conditions: words("si cuando mientras aunque como porque"),
        consequences: words("entonces por dime llama avísame puedes quiero voy puedo"),
        digits: words("cero uno dos tres cuatro cinco seis siete ocho nueve"),
        contractions: []
    )
}

extension TurnWords {
    /// Spanish, as a recogniser writes it that knows accents.
    static let spanish = TurnWords(
        linking: words(
            """
            y e o u pero porque aunque que cuando mientras como sino ni donde pues el la los las un una unos
            unas lo mi tu su mis tus sus nuestro nuestra nuestros nuestras cada algún ningún muy tan casi yo me
            te se le les nos del al si señor señora
            """
        ),
        stranding: words(
            """
            a ante bajo con contra de desde durante en entre hacia hasta para por según sin sobre tras excepto
            """
        ),
        auxiliaries: words(
            """
            es está son están soy estoy somos fue era eran ha he han hemos había hay quiero quisiera necesito
            puedo puede puedes podría podrías debo tengo voy vamos
            """
        ),
        subjects: words("sí no eso esto así ya aquí allí ahí él ella usted ellos ellas todo nadie nosotros"),
        doubtful: words("más otro otra algo este esta ese esa bueno entonces también donde"),
        fillers: phrases(
            """
            eh, em, mm, mmm, ehm, o sea, es que, a ver, déjame ver, déjame pensar, un momento, un segundo,
            espera, espere, digamos, bueno pues, la verdad
            """
        ),
        openings: phrases(
            """
            me gustaría, quería, quisiera, me llamo, mi nombre, tengo que, voy a, creo que, dime, dame, puedes,
            podrías, me puedes, me podrías, quiero saber, qué tal si, en lugar, a través
            """
        ),
        closings: phrases(
            """
            sí, no, vale, gracias, muchas gracias, por favor, adiós, hasta luego, hasta mañana, eso es todo,
            nada más, de acuerdo, claro, claro que sí, claro que no, correcto, exacto, hola, listo, bien,
            perfecto, está bien, ya está, así es, eso es, ok, okay, no sé, no lo sé, creo que sí, creo que no,
            por supuesto, buenos días, buenas tardes, buenas noches, también, yo también, aquí está, aquí estoy,
            tampoco
            """
        ),
        questionWords: phrases(
            """
            qué, cómo, cuándo, dónde, cuál, cuáles, quién, quiénes, cuánto, cuánta, cuántos, cuántas, por qué,
            para qué, a qué, de qué, de dónde, a dónde, adónde, con quién, de quién, en qué, a quién, hasta
            cuándo, desde cuándo
            """
        ),
        questionVerbs: words("es está son están hay puedo puede puedes podría tiene tienes"),
        conditions: words("si cuando mientras aunque como porque"),
        consequences: words("entonces por dime llama avísame puedes quiero voy puedo"),
        digits: words("cero uno dos tres cuatro cinco seis siete ocho nueve"),
        contractions: []
    )
}

// A table: data, exempt from the size rule.

/// Words that say nothing of what a question is about: articles, pronouns, helping verbs, politeness.
enum StopWords {
    /// Of both languages together: what is one in the other is seldom a topic in this one.
    static func contains(_ word: String) -> Bool { all.contains(word) }

    private static let all: Set<String> = Set((english + " " + spanish).split(separator: " ").map(String.init))

    private static let english = """
        a an the this that these those some any each every all both either neither no not nor only own same \
        so than too very just also again then once here there when where why how what which who whom whose \
        whats wheres hows i me my mine myself we us our ours you your yours yourself he him his she her hers \
        it its they them their theirs im ive id ill youre theyre dont doesnt cant wont isnt arent t s m d ll \
        re ve am is are was were be been being do does did doing done have has had having can could shall \
        should will would may might must ought let lets and or but if because as until while of at by for \
        with about against between into through during before after above below to from up down in out on \
        off over under per via please thanks thank hello hi hey okay ok well um uh er ah oh yes yeah tell \
        say know want wants wanted need needs like get gets got give gives go goes going come comes make \
        makes take takes put see look looking find ask wonder wondering think possible able kind sort thing \
        things something anything someone anyone much many more most lot lots bit really actually maybe \
        perhaps exactly still ever now good great nice there's one ones way use using
        """

    private static let spanish = """
        el la los las lo un una unos unas este esta esto estos estas ese esa eso esos esas aquel aquella al \
        del yo me mi mis mio tu te ti tus tuyo usted ustedes su sus suyo nos nosotros nuestra nuestro \
        nuestros nuestras os vosotros vuestro vuestra ellos ellas se le les el ella que quien quienes cual \
        cuales cuando donde adonde como cuanto cuanta cuantos cuantas por para con sin de en a ante bajo \
        desde hacia hasta segun sobre tras entre durante y e o u ni pero sino aunque porque si no tambien \
        tampoco muy mas menos ya aun todavia solo asi entonces pues ser soy eres es somos son era eran fue \
        sido siendo estar estoy estas esta estamos estan haber he has ha hay han habia tener tengo tienes \
        tiene tienen tenemos teneis hacer hago haces hace hacen hacemos haceis hacerlo poder puedo puedes \
        puede pueden podemos podeis podria podrian podriais querer quiero quieres quiere quieren quisiera \
        querria deber debo debe deben necesito necesita necesitas necesitan gustaria ir voy vas va vamos van \
        decir digo dice dime digame decirme saber se sabe sabes dar da dan dame deme ver favor gracias hola \
        buenos buenas bueno vale bien claro pues eh ah algo alguien alguno alguna algun algunos algunas nada \
        nadie ningun ninguna todo toda todos todas cada otro otra mucho mucha muchos muchas poco poca cosa \
        cosas forma manera posible ahora aqui alli
        """
}

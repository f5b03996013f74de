/// What the assistant says of its own, in the user's language. What is quoted stays as it is.
struct Phrases: Sendable, Equatable {
    let language: Language

    init(_ language: Language) { self.language = language }

    private func say(_ english: String, _ spanish: String) -> String {
        switch language {
        case .english: english
        case .spanish: spanish
        }
    }

    // MARK: Small talk

    var greeting: String { say("Hello. How can I help you?", "Hola. ¿En qué puedo ayudarle?") }
    var areYouThere: String { say("Are you still there?", "¿Sigue ahí?") }
    var heardNothing: String {
        say("I did not hear you. Could you say that again?", "No le he oído. ¿Puede repetirlo?")
    }
    var howAreYou: String {
        say(
            "I am a program, and I am working well. How can I help you?",
            "Soy un programa y funciono bien. ¿En qué puedo ayudarle?"
        )
    }
    var thanks: String { say("You are welcome. Is there anything else?", "De nada. ¿Algo más?") }
    var goodbye: String { say("Goodbye.", "Adiós.") }
    var stopped: String { say("All right.", "De acuerdo.") }
    var nothingSaid: String { say("I have not said anything yet.", "Todavía no he dicho nada.") }
    var anythingElse: String { say("What would you like to know?", "¿Qué le gustaría saber?") }
    var allRightElse: String { say("All right. Is there anything else?", "De acuerdo. ¿Algo más?") }
    var noClock: String { say("I have no clock here.", "Aquí no tengo reloj.") }

    var whoIAm: String {
        say(
            "I am an automated assistant, not a person. I answer from information that was given to me.",
            "Soy un asistente automático, no una persona. Respondo con la información que me han dado."
        )
    }

    // MARK: Content

    func quote(_ text: String, from source: String) -> String {
        say("According to \(source): \(text)", "Según \(source): \(text)")
    }
    var ownInstructions: String { say("my instructions", "mis instrucciones") }
    var notKnown: String { say("I do not know that.", "Eso no lo sé.") }
    var noSuchTool: String { say("I cannot do that here.", "Aquí no puedo hacer eso.") }

    func capabilities(topics: [String], actions: [String]) -> String {
        var sentences: [String] = []
        if !topics.isEmpty {
            sentences.append(say("I can tell you about: \(list(topics)).", "Puedo informarle sobre: \(list(topics))."))
        }
        if !actions.isEmpty {
            sentences.append(say("I can do this for you: \(list(actions)).", "Puedo hacer esto: \(list(actions))."))
        }
        if sentences.isEmpty {
            sentences.append(
                say("I have no information to answer from yet.", "Todavía no tengo información para responder.")
            )
        }
        return sentences.joined(separator: " ")
    }

    func list(_ items: [String], or isChoice: Bool = false) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        let word = isChoice ? say("or", "o") : say("and", "y")
        return items.dropLast().joined(separator: ", ") + " \(word) " + last
    }

    // MARK: A person

    var offerPerson: String { say("Would you like to talk to a person?", "¿Quiere hablar con una persona?") }
    var connecting: String { say("I am connecting you to a person.", "Le paso con una persona.") }
    var connected: String { say("A person will be with you.", "Le atenderá una persona.") }
    var noPerson: String {
        say("I cannot connect you to a person from here.", "Desde aquí no puedo pasarle con una persona.")
    }

    // MARK: Tools

    /// The beginning of a question for a missing value, by which it is known again.
    func needs(for action: String?) -> String {
        guard let action else { return say("For that, I need", "Para eso necesito") }
        return say("To \(action), I need", "Para \(action), necesito")
    }

    func missing(_ thing: String, for action: String?) -> String { "\(needs(for: action)): \(thing)." }

    /// What a parameter is called, where its name is one that many have.
    func thing(_ name: [String]) -> String? {
        guard let row = Self.things.first(where: { $0.names.contains(name.joined(separator: " ")) }) else { return nil }
        return say(row.english, row.spanish)
    }

    private static let things: [(names: [String], english: String, spanish: String)] = [
        (["city", "town", "ciudad"], "the city", "la ciudad"),
        (["location", "place", "lugar"], "the place", "el lugar"),
        (["date", "day", "fecha"], "the date", "la fecha"), (["time", "hora"], "the time", "la hora"),
        (["name", "nombre"], "the name", "el nombre"), (["email", "email address"], "the email address", "el correo"),
        (["phone", "phone number", "telephone"], "the phone number", "el número de teléfono"),
        (["address", "street"], "the address", "la dirección"),
        (["quantity", "amount"], "the quantity", "la cantidad"),
        (["size", "talla"], "the size", "el tamaño"), (["reason", "motivo"], "the reason", "el motivo"),
        (["origin", "from"], "the place of departure", "el lugar de salida"),
        (["destination", "to"], "the destination", "el destino"), (["state"], "the state", "el estado"),
        (["room"], "the room", "la habitación"), (["country"], "the country", "el país"),
        (["party size", "guests", "people"], "the number of people", "el número de personas"),
        (["order id", "order number"], "the order number", "el número de pedido"),
        (["patient name"], "the patient's name", "el nombre del paciente"),
        (["customer name"], "the customer's name", "el nombre del cliente"),
        (["department"], "the department", "el departamento"), (["message", "text"], "the text", "el texto"),
    ]
    func choose(_ options: [String]) -> String {
        say(
            "Choose one of these: \(list(options, or: true)).",
            "Elija una de estas opciones: \(list(options, or: true))."
        )
    }
    var yesOrNo: String { say("Yes or no?", "¿Sí o no?") }
    var whatIsIt: String { say("What is it?", "¿Cuál es?") }
    var notUnderstood: String { say("I did not get that.", "No lo he entendido.") }
    func cannotCall(_ action: String) -> String {
        say("I cannot do that now: \(action).", "Ahora no puedo hacerlo: \(action).")
    }

    // MARK: Results

    var done: String { say("That is done.", "Hecho.") }
    func found(_ text: String) -> String {
        say("Here is what I found: \(text)", "Esto es lo que he encontrado: \(text)")
    }
    func failed(_ text: String) -> String {
        text.isEmpty
            ? say("That did not work.", "No ha funcionado.")
            : say("That did not work: \(text)", "No ha funcionado: \(text)")
    }
    var nothingFound: String { say("I found nothing.", "No he encontrado nada.") }
    func more(_ count: Int) -> String { say("and \(count) more", "y \(count) más") }
    func spoken(_ flag: Bool) -> String { flag ? say("yes", "sí") : say("no", "no") }

    // MARK: Time

    func time(_ now: AssistantTime) -> String {
        let minute = now.minute.padded(2)
        switch language {
        case .english:
            let hour = now.hour % 12 == 0 ? 12 : now.hour % 12
            return "It is \(hour):\(minute) \(now.hour < 12 ? "AM" : "PM")."
        case .spanish:
            return "\(now.hour == 1 ? "Es la" : "Son las") \(now.hour):\(minute)."
        }
    }

    func date(_ now: AssistantTime) -> String {
        let weekdays = say(
            "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
            "lunes martes miércoles jueves viernes sábado domingo"
        ).split(separator: " ")
        let months = say(
            "January February March April May June July August September October November December",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
        ).split(separator: " ")
        guard now.isPlausible else { return noClock }
        let weekday = weekdays[CalendarDay(now).weekday]
        let month = months[now.month - 1]
        return say(
            "Today is \(weekday), \(month) \(now.day), \(now.year).",
            "Hoy es \(weekday), \(now.day) de \(month) de \(now.year)."
        )
    }
}

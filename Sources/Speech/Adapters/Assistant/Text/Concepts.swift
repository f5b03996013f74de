// A table: data, exempt from the size rule.

/// Words that people use for one another when they ask: a question about the "cost" is answered by the "price", and
/// one in Spanish by content in English, if there is no other.
enum Concepts {
    /// The stems of a concept in either language, the question's own among them.
    static func kin(of stem: String, _ language: Language) -> [Member] {
        places[Key(stem: stem, language: language)]?.flatMap { all[$0] } ?? []
    }

    /// Those that a stem belongs to.
    static func numbers(of stem: String, _ language: Language) -> [Int] {
        places[Key(stem: stem, language: language)] ?? []
    }

    struct Member: Sendable, Hashable {
        let stem: String
        let language: Language
    }

    private typealias Key = Member

    /// By concept.
    private static let all: [[Member]] = table.map { row in
        members(row.english, .english) + members(row.spanish, .spanish)
    }

    private static func members(_ words: String, _ language: Language) -> [Member] {
        var seen: Set<String> = []
        return words.split(separator: " ").compactMap { word in
            let stem = LightStem.stem(String(word), language)
            return seen.insert(stem).inserted ? Member(stem: stem, language: language) : nil
        }
    }

    private static let places: [Key: [Int]] = {
        var places: [Key: [Int]] = [:]
        for (index, members) in all.enumerated() {
            for member in members { places[member, default: []].append(index) }
        }
        return places
    }()

    /// What "when", "where" and "how much" ask for.
    static let hours = "hours"
    static let location = "address"
    static let price = "price"

    private static let table: [(english: String, spanish: String)] = [
        ("open opening hours close closing shut schedule", "abrir abierto apertura horario cerrar cerrado cierre"),
        ("price cost fee charge rate", "precio coste costo costar tarifa valer"),
        ("address location located directions situated", "direccion ubicacion ubicado situado llegar"),
        ("phone telephone call number", "telefono llamar numero"),
        ("pay payment paying", "pagar pago"),
        ("card cards visa mastercard", "tarjeta tarjetas visa mastercard"),
        ("cash", "efectivo metalico"),
        ("return returns refund exchange", "devolver devolucion reembolso cambiar"),
        ("deliver delivery ship shipping shipment send", "enviar envio entrega entregar reparto domicilio"),
        ("park parking car", "aparcar aparcamiento parking estacionar estacionamiento coche"),
        ("bus metro underground subway train transport", "autobus bus metro tren transporte"),
        ("appointment book booking reserve reservation", "cita reservar reserva turno"),
        ("cancel cancellation", "cancelar cancelacion anular anulacion"),
        ("doctor physician gp", "medico medica doctor doctora"),
        ("prescription medication medicine", "receta recetas medicamento medicina"),
        ("insurance insurer", "seguro seguros aseguradora mutua"),
        ("weather forecast", "tiempo clima pronostico"),
        ("order purchase", "pedido orden compra"),
        ("status track tracking", "estado seguimiento rastrear"),
        ("email mail", "correo email"),
        ("child children kid kids", "nino nina ninos hijo hija hijos"),
        ("pet pets dog dogs cat animal", "mascota mascotas perro perros gato animal"),
        ("wifi internet wireless", "wifi internet"),
        ("wheelchair accessible accessibility disabled", "accesible accesibilidad discapacitado silla"),
        ("gift present", "regalo regalos"),
        ("discount reduction", "descuento descuentos rebaja"),
        ("repair fix mend", "reparar reparacion arreglar arreglo"),
        ("warranty guarantee", "garantia"),
        ("vaccine vaccination jab", "vacuna vacunar vacunacion"),
        ("results result test tests", "resultado resultados analisis prueba pruebas"),
        ("emergency emergencies urgent", "urgencia urgencias emergencia urgente"),
        ("light lights lamp", "luz luces lampara"),
        ("music song songs", "musica cancion canciones"),
        ("temperature", "temperatura"),
        ("balance", "saldo"),
        ("account", "cuenta"),
        ("time", "hora"),
        ("date day", "fecha dia"),
        ("job jobs work vacancy vacancies career", "trabajo empleo vacante vacantes trabajar"),
        ("stock available availability", "disponible disponibilidad existencias"),
        ("toilet toilets bathroom restroom", "aseo aseos lavabo"),
        ("register registration", "registrar registrarse registro inscripcion inscribir"),
        ("holiday holidays", "festivo festivos"),
        ("complaint complain", "queja quejas reclamacion reclamar"),
        ("table", "mesa"),
        ("room", "habitacion"),
        ("city town", "ciudad"),
        ("name", "nombre"),
        ("message", "mensaje"),
        ("reminder remind", "recordatorio recordar recuerdame"),
        ("alarm", "alarma"),
        ("flight fly", "vuelo volar"),
        ("translate translation", "traducir traduccion"),
        ("lose lost found", "perder perdido"),
        ("bring", "traer traiga llevar"),
        ("buy purchase", "comprar compra"),
        ("sell", "vender"),
        ("store shop", "tienda"),
        ("clinic practice surgery", "clinica consulta consultorio"),
        ("monday", "lunes"), ("tuesday", "martes"), ("wednesday", "miercoles"), ("thursday", "jueves"),
        ("friday", "viernes"), ("saturday", "sabado"), ("sunday", "domingo"),
        ("weekend", "finde"), ("today", "hoy"), ("tomorrow", "manana"), ("christmas", "navidad"),
    ]
}

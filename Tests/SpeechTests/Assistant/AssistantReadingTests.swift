import Bytes
import Foundation
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("What the assistant reads out of words")
struct AssistantReadingTests {
    /// What one parameter of a tool is filled with when this is said.
    private func value(_ text: String, _ name: String, _ schema: JSON) throws -> JSON? {
        var options = AssistantOptions()
        options.now = { AssistantTime(year: 2026, month: 11, day: 21, hour: 15, minute: 5) }
        let parameters: JSONObject = [
            "type": "object", "required": [.string(name)], "properties": .object([name: schema]),
        ]
        let request = Stand.request([Stand.said("zap it " + text)]) { $0.functions = [Stand.tool("zap", parameters)] }
        for case .call(_, let arguments) in try Assistant(options).steps(for: request) {
            return try JSON(parsing: arguments)[name]
        }
        return nil
    }

    @Test("Numbers as the ICU spells them out, in both languages", arguments: ["en_US", "es_ES"])
    func spelled(_ locale: String) throws {
        let formatter = NumberFormatter()
        formatter.locale = Locale(identifier: locale)
        formatter.numberStyle = .spellOut
        var random = Seed(value: 7).generator
        let numbers = Array(0...130) + (0..<150).map { _ in Int.random(in: 100...999_999, using: &random) }
        for number in numbers {
            let words = try #require(formatter.string(from: NSNumber(value: number)))
            let found = try value(words, "amount", ["type": "integer"])
            #expect(found == .number(JSONNumber(number)), "\(words)")
        }
    }

    @Test("Days as the calendar of Foundation counts them")
    func days() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withFullDate]
        let today = try #require(formatter.date(from: "2026-11-21"))
        for (text, days) in [("tomorrow", 1), ("in 100 days", 100), ("in 2 weeks", 14), ("the day after tomorrow", 2)] {
            let date = try #require(calendar.date(byAdding: .day, value: days, to: today))
            let found = try value(text, "date", ["type": "string", "format": "date"])
            #expect(found == .string(formatter.string(from: date)), "\(text)")
        }
        let names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
        for days in 1...7 {
            let date = try #require(calendar.date(byAdding: .day, value: days, to: today))
            let name = names[calendar.component(.weekday, from: date) - 1]
            let found = try value("next \(name)", "date", ["type": "string", "format": "date"])
            #expect(found == .string(formatter.string(from: date)), "\(name)")
        }
    }

    @Test(
        "Dates",
        arguments: [
            ("may 5th", "2027-05-05"), ("the fifth of may 2028", "2028-05-05"), ("5 de diciembre", "2026-12-05"),
            ("el próximo lunes", "2026-11-23"), ("2026-12-24", "2026-12-24"), ("24/12/2026", "2026-12-24"),
            ("pasado mañana", "2026-11-23"), ("mañana", "2026-11-22"), ("31 de abril", "31 de abril"),
        ]
    )
    func dates(_ row: (text: String, date: String)) throws {
        #expect(try value(row.text, "day", ["type": "string", "format": "date"]) == .string(row.date))
    }

    @Test(
        "Times",
        arguments: [
            ("at 3 pm", "15:00"), ("at three", "03:00"), ("at half past nine in the evening", "21:30"),
            ("10:30", "10:30"),
            ("quarter to five", "04:45"), ("nine thirty", "09:30"), ("at 7 p.m.", "19:00"), ("noon", "12:00"),
            ("a las tres y media de la tarde", "15:30"), ("a las diez menos cuarto", "09:45"), ("a la una", "01:00"),
            ("at twelve am", "00:00"), ("twenty past six", "06:20"),
        ]
    )
    func times(_ row: (text: String, time: String)) throws {
        #expect(try value(row.text, "time", ["type": "string", "format": "time"]) == .string(row.time))
    }

    @Test(
        "Numbers",
        arguments: [
            ("1,200.50", "1200.5"), ("1.200,50", "1200.5"), ("12%", "12"), ("€3.50", "3.5"), ("minus five", "-5"),
            ("two and a half", "2.5"), ("three point one four", "3.14"), ("tres coma cinco", "3.5"), ("a dozen", "12"),
            ("3 thousand", "3000"), ("twenty-five", "25"), ("dos y medio", "2.5"),
        ]
    )
    func numbers(_ row: (text: String, number: String)) throws {
        #expect(try value(row.text, "amount", ["type": "number"]) == JSON(parsing: row.number))
    }

    @Test(
        "Addresses of electronic mail, telephone numbers and codes",
        arguments: [
            ("ana@example.com", "email", "ana@example.com"),
            ("ana arroba example punto com", "email", "ana@example.com"),
            ("my email is john dot smith at mail dot example dot org", "email", "john.smith@mail.example.org"),
            ("five five five oh one two three", "phone", "5550123"), ("555 01 23", "phone", "5550123"),
            ("order number AB-77", "order_number", "AB-77"), ("number one two three four", "ticket_id", "1234"),
        ]
    )
    func codes(_ row: (text: String, name: String, value: String)) throws {
        #expect(try value(row.text, row.name, ["type": "string"]) == .string(row.value))
    }

    @Test(
        "The language of what was said",
        arguments: [
            ("what time do you open", Language.english), ("a qué hora abren", .spanish), ("paris", .english),
            ("quiero una cita para mañana", .spanish), ("thank you", .english), ("gracias", .spanish),
            ("¿dónde?", .spanish), ("año", .spanish), ("", .english), ("book a table for two", .english),
            ("cuanto cuesta", .spanish), ("no", .english),
        ]
    )
    func language(_ row: (text: String, language: Language)) {
        #expect(Language.guess(of: row.text) == row.language)
    }

    @Test(
        "Words of one family have one stem",
        arguments: [
            (Language.english, "open opens opened opening"), (.english, "cancel cancelled cancelling cancellation"),
            (.english, "delivery deliveries deliver"), (.english, "payment payments pay paying"),
            (.english, "stop stopped stopping stops"), (.english, "vaccination vaccinations vaccinate"),
            (.spanish, "abrir abren abre abrimos"), (.spanish, "cerrar cierra cierran cerramos cerrado"),
            (.spanish, "costar cuesta cuestan"), (.spanish, "cita citas"),
            (.spanish, "vacuna vacunas vacunacion vacunar"),
            (.spanish, "luz luces"),
        ]
    )
    func stems(_ row: (language: Language, words: String)) {
        let stems = row.words.split(separator: " ").map { LightStem.stem(String($0), row.language) }
        #expect(Set(stems).count == 1, "\(stems)")
    }
}

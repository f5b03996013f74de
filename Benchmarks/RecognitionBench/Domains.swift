import Foundation
import RealtimeEngine
import Speech

/// What an application says that it is going to hear, and what is then said to it.
struct Domain {
    let name: String
    let prompt: String
    let sentences: [String]

    /// The share of what is expected was chosen with this one.
    static let menu = Domain(
        name: "menu",
        prompt: """
            Orders of a pizza service. Margherita, Capricciosa, Quattro Formaggi, Calzone, Bruschetta, Tiramisu. Extra \
            mozzarella, pepperoni, anchovies, olives. Delivery or collection.
            """,
        sentences: [
            "i would like a large margherita with extra mozzarella", "two capricciosa and one calzone please",
            "can i have a bruschetta and a tiramisu", "one quattro formaggi without olives",
            "a small calzone with anchovies", "do you have tiramisu today", "is the capricciosa with pepperoni",
            "please add extra olives to the margherita", "i want to order a pizza for collection",
            "how much is the quattro formaggi", "no anchovies on the pizza please",
            "a bruschetta for delivery and that is all",
        ]
    )

    /// Nothing was chosen with this one.
    static let clinic = Domain(
        name: "clinic",
        prompt: """
            Appointments at a clinic. Doctor Okonkwo, Doctor Lindqvist, Doctor Petrova. Cardiology, dermatology, \
            physiotherapy, vaccination. Ibuprofen, amoxicillin, metformin. Prescription, referral.
            """,
        sentences: [
            "i need an appointment with doctor lindqvist", "is doctor okonkwo in on monday",
            "can i get a new prescription for metformin", "i am allergic to amoxicillin",
            "please connect me with cardiology", "doctor petrova gave me a referral to physiotherapy",
            "how long do i wait for dermatology", "i would like a vaccination for my daughter",
            "should i take ibuprofen with food", "can doctor okonkwo call me back tomorrow",
            "move my physiotherapy to thursday morning", "which vaccination do i need for brazil",
        ]
    )

    var model: DomainModel {
        get throws { DomainModel(try ExpectedSentences(ExpectedWords(prompt: prompt)).sentences) }
    }
}

/// Errors in a domain and outside of it, without and with its words expected.
func measureExpecting(_ recordings: URL, others: [SpokenSet]) throws {
    let usual = PocketSphinxDecoder.domainShare
    for (domain, shares) in [(Domain.menu, [0.1, usual, 0.4]), (.clinic, [usual])] {
        let said = try SpokenSet.flite(recordings, domain.name, domain.sentences)
        let folder = PocketSphinxRecognizer.debianModelFolder
        say("\n\(domain.name), nothing is expected: \(try errors(said, try PocketSphinxDecoder(modelFolder: folder)))")
        for share in shares {
            let (before, start) = (Machine.residentMegabytes, Machine.threadSeconds)
            let decoder = try PocketSphinxDecoder(
                modelFolder: folder,
                expecting: domain.model,
                share: share
            )
            let cost = (Machine.residentMegabytes - before, Machine.threadSeconds - start)
            say("  expected, with a share of \(share): \(try errors(said, decoder))")
            guard share == usual else { continue }
            say(String(format: "    %.0f MB more, %.2f s of work to make", cost.0, cost.1))
            for other in others { say("    \(other.name), while it is: \(try errors(other, decoder))") }
        }
    }
}

private func errors(_ set: SpokenSet, _ decoder: PocketSphinxDecoder) throws -> String {
    var listening = Listening()
    try listening.hear(set, decoder, remembers: true, agreement: 0)
    return listening.errors.description + String(format: ", work %.3f of real time", listening.work / listening.audio)
}

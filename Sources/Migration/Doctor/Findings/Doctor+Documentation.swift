extension DoctorReport {
    /// What docs/doctor.md holds: every row of the checklist, and every fault with what helps.
    public static var documentation: String {
        let rows = Examination.allCases.map { "| \($0.rawValue) | \($0.summary) |" }
        let checks = (["| row | what is looked at |", "| --- | --- |"] + rows).joined(separator: "\n")
        let faults = Ailment.allCases.map { ailment in
            let entry = ailment.entry
            let guide = entry.guide.map(\.asks).joined(separator: "; ")
            return "| `\(ailment.rawValue)` | \(entry.title) \(entry.means) | \(entry.remedy) | \(guide) |"
        }
        let head = ["| fault | what it means | what to do | line of the guide |", "| --- | --- | --- | --- |"]
        return """
            ## What is looked at

            \(checks)

            ## Faults

            In the order in which one causes another; of several, the first is the root.

            \((head + faults).joined(separator: "\n"))
            """
    }
}

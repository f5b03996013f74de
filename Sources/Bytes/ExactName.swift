/// A member's name as JSON compares it: byte for byte.
///
/// Swift's own `==` takes canonically equivalent texts for one ("é" in one scalar and in two), RFC 8259 §8.3 does not:
/// such names are two members, and the value of the one must not answer for the other.
struct ExactName: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Self, right: Self) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        text.utf8.span.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

internal import HTTP

extension HTTPClientRequest {
    /// What must not be sent, as a sentence: curl writes the method and the fields as they are, and a line end in one
    /// would begin another.
    var mistake: String? {
        guard Self.isToken(method), method != "CONNECT" else { return "Its method is not one." }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            return "Its URL holds a blank or a control character."
        }
        for field in headers.fields {
            guard Self.isToken(field.name) else { return "The name of one of its header fields is not one." }
            guard field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                return "The header field \(field.name) holds a control character."
            }
            if ["content-length", "transfer-encoding"].contains(field.name.lowercased()) {
                return "\(field.name) is the client's to say."
            }
        }
        return nil
    }

    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}

/// Why a request is not sent where it asks to be. It names no address: what a name stands for inside a network is not
/// told to whoever tries names.
public enum OutboundRefusal: Error, Sendable, Equatable {
    case notAURL
    case scheme(String)
    /// A user and a password before the host.
    case userInfo
    /// Not a host's name and not an address as it is usually written.
    case hostSpelling
    case host
    case port(UInt16)
    case address(AddressKind)
    /// What is beyond a proxy cannot be looked at.
    case proxy
}

extension OutboundRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAURL: "It is no URL such as https://host/path."
        case .scheme(let scheme): "Its scheme, \(scheme), is not allowed."
        case .userInfo: "It has a user before its host; give what opens the door in a header."
        case .hostSpelling:
            "Its host must be a name in ASCII (xn--… for others), four decimal numbers, or IPv6 in brackets."
        case .host: "Its host is not one that is allowed."
        case .port(let port): "Port \(port) is not allowed."
        case .address(let kind): "Its host's address is \(kind.words), where requests are not allowed to go."
        case .proxy: "It would go through a proxy, where its way cannot be looked at."
        }
    }
}

extension AddressKind {
    fileprivate var words: String {
        switch self {
        case .global: "global"
        case .loopback: "this machine's own"
        case .privateUse: "private"
        case .shared: "a provider's own"
        case .linkLocal: "link-local"
        case .multicast: "multicast"
        case .unspecified: "unspecified"
        case .translated: "an IPv4 address inside an IPv6 one"
        case .reserved: "reserved"
        }
    }
}

import NetIO

/// What a policy says of a URL, and of the address that its host turns out to have.
struct OutboundCase: Sendable, CustomStringConvertible {
    enum Policy: String, Sendable {
        /// As it comes: https, to anybody's addresses.
        case standard
        case http
        /// For a laptop: http, private addresses.
        case open
        /// `tools.example.com`, `*.example.org`, `odd.example.com:81`, 10.1.0.0/16, 64:ff9b::/96, 0.0.0.0/0, ::1.
        case listed

        var policy: OutboundPolicy {
            var policy = OutboundPolicy()
            policy.allowsHTTP = self != .standard && self != .listed
            policy.allowsPrivateAddresses = self == .open
            if self == .listed {
                policy.hosts = [
                    "tools.example.com", "*.example.org", "odd.example.com:81", "10.1.0.0/16", "64:ff9b::/96",
                    "203.0.112.0/22", "[::1]",
                ].compactMap { OutboundHost(parsing: $0) }
            }
            return policy
        }
    }

    let policy: Policy
    let url: String
    /// What the name stands for; nil: the URL says enough.
    let address: String?
    let wanted: OutboundRefusal?

    init(_ policy: Policy, _ url: String, at address: String? = nil, _ wanted: OutboundRefusal?) {
        self.policy = policy
        self.url = url
        self.address = address
        self.wanted = wanted
    }

    var description: String { "\(policy.rawValue): \(url)\(address.map { " at \($0)" } ?? "")" }

    static let all = spellings + addresses + lists
    private static let name = "https://a.example"

    private static let spellings: [OutboundCase] = [
        .init(.standard, "https://tools.example.com/mcp", nil),
        .init(.standard, "HTTPS://Tools.Example.COM./mcp?x=y#z", nil),
        .init(.standard, "https://xn--bcher-kva.example/", nil),
        .init(.standard, "https://a_b.example:8443", nil),
        .init(.standard, "https://93.184.216.34/", nil),
        .init(.standard, "https://[2606:2800:220:1:248:1893:25c8:1946]/", nil),
        .init(.standard, "http://tools.example.com/", .scheme("http")),
        .init(.http, "http://tools.example.com/", nil),
        .init(.http, "ftp://tools.example.com/", .scheme("ftp")),
        .init(.http, "file:///etc/passwd", .scheme("file")),
        .init(.http, "gopher://tools.example.com:70/", .scheme("gopher")),
        .init(.standard, "tools.example.com", .notAURL),
        .init(.standard, "//tools.example.com/", .notAURL),
        .init(.standard, "", .notAURL),
        .init(.standard, "://x", .notAURL),
        .init(.standard, "https:/tools.example.com/", .notAURL),
        .init(.standard, "https://", .hostSpelling),
        .init(.standard, "https:///mcp", .hostSpelling),
        .init(.standard, "https://user@tools.example.com/", .userInfo),
        .init(.standard, "https://user:word@tools.example.com/", .userInfo),
        .init(.standard, "https://tools.example.com@127.0.0.1/", .userInfo),
        .init(.standard, "https://tools.example.com\\@127.0.0.1/", .notAURL),
        .init(.standard, "https://tools.example.com /", .notAURL),
        .init(.standard, "https://tools.example.com/\r\nHost: x", .notAURL),
        .init(.standard, "https://bücher.example/", .notAURL),
        .init(.standard, "https://ⓛocalhost/", .notAURL),
        .init(.standard, "https://127%2E0%2E0%2E1/", .hostSpelling),
        .init(.standard, "https://%6cocalhost/", .hostSpelling),
        .init(.standard, "https://a..example/", .hostSpelling),
        .init(.standard, "https://.example/", .hostSpelling),
        .init(.standard, "https://tools.example.com../", .hostSpelling),
        .init(.standard, "https://tools.example.com:/", .notAURL),
        .init(.standard, "https://tools.example.com:0/", .notAURL),
        .init(.standard, "https://tools.example.com:65536/", .notAURL),
        .init(.standard, "https://tools.example.com:443:443/", .hostSpelling),
        .init(.standard, "https://tools.example.com:4 43/", .notAURL),
        .init(.standard, "https://tools.example.com:25/", .port(25)),
        .init(.http, "http://tools.example.com:22/", .port(22)),
        .init(.standard, "https://2130706433/", .hostSpelling),
        .init(.standard, "https://0x7f000001/", .hostSpelling),
        .init(.standard, "https://0x7f.1/", .hostSpelling),
        .init(.standard, "https://127.1/", .hostSpelling),
        .init(.standard, "https://127.0.1/", .hostSpelling),
        .init(.standard, "https://0177.0.0.1/", .hostSpelling),
        .init(.standard, "https://127.0.0.01/", .hostSpelling),
        .init(.standard, "https://256.1.1.1/", .hostSpelling),
        .init(.standard, "https://1.1.1.1.1/", .hostSpelling),
        .init(.standard, "https://[127.0.0.1]/", .hostSpelling),
        .init(.standard, "https://[fe80::1%25eth0]/", .hostSpelling),
        .init(.standard, "https://[::1/", .hostSpelling),
        .init(.standard, "https://::1/", .hostSpelling),
    ]

    private static let addresses: [OutboundCase] = [
        .init(.standard, "https://127.0.0.1/", .address(.loopback)),
        .init(.standard, "https://127.0.0.1./", .address(.loopback)),
        .init(.standard, "https://127.255.1.2:8443/", .address(.loopback)),
        .init(.standard, "https://[::1]/", .address(.loopback)),
        .init(.standard, "https://[0:0:0:0:0:0:0:1]/", .address(.loopback)),
        .init(.standard, "https://[::ffff:127.0.0.1]/", .address(.loopback)),
        .init(.standard, "https://[::FFFF:7f00:1]/", .address(.loopback)),
        .init(.standard, "https://[::127.0.0.1]/", .address(.translated)),
        .init(.standard, "https://[64:ff9b::7f00:1]/", .address(.translated)),
        .init(.standard, "https://[64:ff9b:1::7f00:1]/", .address(.translated)),
        .init(.standard, "https://[2002:7f00:1::]/", .address(.translated)),
        .init(.standard, "https://[2001:0:4136:e378::1]/", .address(.translated)),
        .init(.standard, "https://0.0.0.0/", .address(.unspecified)),
        .init(.standard, "https://0.1.2.3/", .address(.unspecified)),
        .init(.standard, "https://[::]/", .address(.unspecified)),
        .init(.standard, name, at: "127.0.0.1", .address(.loopback)),
        .init(.standard, name, at: "::1", .address(.loopback)),
        .init(.standard, name, at: "::ffff:127.0.0.1", .address(.loopback)),
        .init(.standard, name, at: "10.1.2.3", .address(.privateUse)),
        .init(.standard, name, at: "172.16.0.1", .address(.privateUse)),
        .init(.standard, name, at: "172.31.255.255", .address(.privateUse)),
        .init(.standard, name, at: "172.32.0.1", nil),
        .init(.standard, name, at: "192.168.1.1", .address(.privateUse)),
        .init(.standard, name, at: "100.64.0.1", .address(.shared)),
        .init(.standard, name, at: "100.128.0.1", nil),
        .init(.standard, name, at: "169.254.169.254", .address(.linkLocal)),
        .init(.standard, name, at: "fe80::1", .address(.linkLocal)),
        .init(.standard, name, at: "fd00:ec2::254", .address(.privateUse)),
        .init(.standard, name, at: "fec0::1", .address(.reserved)),
        .init(.standard, name, at: "224.0.0.1", .address(.multicast)),
        .init(.standard, name, at: "ff02::1", .address(.multicast)),
        .init(.standard, name, at: "255.255.255.255", .address(.reserved)),
        .init(.standard, name, at: "192.0.2.1", .address(.reserved)),
        .init(.standard, name, at: "2001:db8::1", .address(.reserved)),
        .init(.standard, name, at: "4000::1", .address(.reserved)),
        .init(.standard, name, at: "8.8.8.8", nil),
        .init(.standard, name, at: "2a00:1450:4001::1", nil),
        .init(.open, "http://localhost:8080/mcp", at: "127.0.0.1", nil),
        .init(.open, "http://localhost:8080/mcp", at: "::1", nil),
        .init(.open, "http://nas/", at: "192.168.1.1", nil),
        .init(.open, name, at: "100.64.0.1", nil),
        .init(.open, name, at: "fd00::1", nil),
        .init(.open, name, at: "169.254.169.254", .address(.linkLocal)),
        .init(.open, name, at: "0.0.0.0", .address(.unspecified)),
        .init(.open, name, at: "64:ff9b::a9fe:a9fe", .address(.translated)),
    ]

    private static let lists: [OutboundCase] = [
        .init(.listed, "https://tools.example.com/", at: "93.184.216.34", nil),
        .init(.listed, "https://TOOLS.example.com.:8443/", at: "93.184.216.34", nil),
        .init(.listed, "https://tools.example.com/", at: "10.2.0.1", .address(.privateUse)),
        .init(.listed, "https://tools.example.com/", at: "10.1.0.1", nil),
        .init(.listed, "https://tools.example.com:81/", .port(81)),
        .init(.listed, "https://odd.example.com:81/", at: "93.184.216.34", nil),
        .init(.listed, "https://odd.example.com:8443/", at: "93.184.216.34", .host),
        .init(.listed, "https://a.example.org/", at: "93.184.216.34", nil),
        .init(.listed, "https://a.b.example.org/", at: "93.184.216.34", nil),
        .init(.listed, "https://example.org/", at: "93.184.216.34", .host),
        .init(.listed, "https://badexample.org/", at: "93.184.216.34", .host),
        .init(.listed, "https://tools.example.com.evil.example/", at: "93.184.216.34", .host),
        .init(.listed, "https://other.example/", at: "10.1.0.1", nil),
        .init(.listed, "https://other.example/", at: "10.2.0.1", .host),
        .init(.listed, "https://10.1.255.255/", nil),
        .init(.listed, "https://10.2.0.1/", .host),
        .init(.listed, "https://[::1]/", nil),
        .init(.listed, "https://[::ffff:10.1.0.1]/", nil),
        // A range that holds more than one kind of address opens only what is open anyway.
        .init(.listed, "https://203.0.112.1/", nil),
        .init(.listed, "https://203.0.113.1/", .address(.reserved)),
        .init(.listed, "https://[64:ff9b::5db8:d822]/", nil),
        .init(.listed, "https://[64:ff9b::7f00:1]/", .address(.loopback)),
        .init(.listed, "https://[64:ff9b::a01:1]/", nil),
    ]
}

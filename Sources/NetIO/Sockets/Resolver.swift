internal import CUV
internal import Glibc

/// Finds the addresses of a name. The lookups run on libuv's four threads; a name server that is dead holds each of
/// them for seconds, so how many may wait is limited.
final class Resolver {
    private static let lookupsMax = 256
    private var lookups = 0

    enum Outcome {
        case found([sockaddr_storage])
        case failed(String)
    }

    /// `done` is told once, on the loop; at once where no lookup could begin.
    func resolve(_ address: SocketAddress, on loop: EventLoop, _ done: @escaping (Outcome) -> Void) {
        guard lookups < Self.lookupsMax else { return done(.failed("too many lookups at once")) }
        let request = UnsafeMutablePointer<uv_getaddrinfo_t>.allocate(capacity: 1)
        let lookup = Lookup { [self] outcome in
            lookups -= 1
            done(outcome)
        }
        request.pointee.data = Unmanaged.passRetained(lookup).toOpaque()
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        lookups += 1
        let status = uv_getaddrinfo(
            loop.raw,
            request,
            { request, status, list in
                guard let request else { return }
                let lookup = Unmanaged<Lookup>.fromOpaque(request.pointee.data).takeRetainedValue()
                request.deallocate()
                lookup.done(status == 0 ? .found(Resolver.addresses(list)) : .failed(SystemError.text(status)))
                uv_freeaddrinfo(list)
            },
            address.host,
            "\(address.port)",
            &hints
        )
        guard status < 0 else { return }
        request.deallocate()
        Unmanaged.passUnretained(lookup).release()
        lookup.done(.failed(SystemError.text(status)))
    }

    private static func addresses(_ list: UnsafeMutablePointer<addrinfo>?) -> [sockaddr_storage] {
        var found: [sockaddr_storage] = []
        var next = list
        while let entry = next {
            var storage = sockaddr_storage()
            let length = min(Int(entry.pointee.ai_addrlen), MemoryLayout<sockaddr_storage>.size)
            memcpy(&storage, entry.pointee.ai_addr, length)
            found.append(storage)
            next = entry.pointee.ai_next
        }
        return found
    }

    private final class Lookup {
        let done: (Outcome) -> Void
        init(_ done: @escaping (Outcome) -> Void) { self.done = done }
    }
}

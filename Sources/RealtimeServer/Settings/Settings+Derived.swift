internal import Audio
internal import Glibc
internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine

extension Settings {
    /// One loop for each core, unless somebody says how many.
    var loopCount: Int { listen.loops > 0 ? listen.loops : max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// `/metrics` without a key: where the operator said so, and on the server's own machine.
    func metricsArePublic(to address: String) -> Bool {
        operations.metricsPublic || SocketAddress(host: address, port: 0).isLoopback
    }

    var storagePlace: StoragePlace {
        switch data {
        case .memory: .memory
        case .folder(let path): .directory(path)
        }
    }
}

extension Settings.Sessions {
    /// The slice as bytes of PCM, the most that it can be.
    var analysisSliceBytes: Int { Ticks(analysisSlice).count * 2 }
}

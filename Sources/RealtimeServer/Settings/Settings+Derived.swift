internal import Audio
internal import Glibc
internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine

extension Settings {
    /// One loop for each core, unless somebody says how many.
    var loopCount: Int { listen.loops > 0 ? listen.loops : Machine.cores }

    var storagePlace: StoragePlace {
        switch data {
        case .memory: .memory
        case .folder(let path): .directory(path)
        }
    }
}

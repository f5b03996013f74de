import Glibc

/// A port of the loopback at which nobody listens, and nobody else will before `body` returns: it is bound.
package func withClosedPort<Result>(_ body: (Int) async throws -> Result) async rethrows -> Result {
    let (descriptor, port) = boundToLoopback()
    defer { close(descriptor) }
    return try await body(port)
}

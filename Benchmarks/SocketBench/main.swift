import Foundation
import HTTP
import NetIO

/// What a WebSocket costs on a loop: CPU for a message that is echoed, memory for a connection that is idle. The
/// clients are on a loop of their own in the same process; CPU is the server's thread.
///
///     swift run -c release SocketBench [connections] [messages]
let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let connections = arguments.first ?? 100
let messages = arguments.dropFirst().first ?? 500

for isSecure in [false, true] {
    let stand = try await BenchStand(isSecure: isSecure)
    let idle = try await stand.idleBytes(connections: connections)
    let echo = try await stand.echo(connections: connections, messages: messages)
    let name = isSecure ? "TLS  " : "plain"
    print("\(name)  idle connection, both ends: \(idle) B of memory")
    print(
        "\(name)  echo of 6.4 kB on \(connections) connections: "
            + "\(echo.server) us of CPU on the server's loop, \(echo.client) on the clients'"
    )
    await stand.close()
}

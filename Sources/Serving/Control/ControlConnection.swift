import Glibc
import Station

/// A blocking connection to the control socket of a station; each system call waits a few seconds at most.
struct ControlConnection: ~Copyable {
    private let number: CInt

    /// Connects.
    ///
    /// - Throws: `ControlConnection.Absent` where nobody listens.
    init(_ place: SocketPlace, timeLimit: Duration = .seconds(5)) throws {
        // Ours only when all has gone well: a value that is whole when it throws is closed by its `deinit` as well.
        let socket = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw StationError.system("make a socket") }
        Self.limit(socket, timeLimit)
        guard place.withAddress({ connect(socket, $0, $1) }) == 0 else {
            let code = errno
            close(socket)
            guard [ENOENT, ECONNREFUSED].contains(code) else {
                throw StationError.system("ask the process that serves the station", number: code)
            }
            throw Absent()
        }
        number = socket
    }

    deinit { close(number) }

    /// Nobody serves the station.
    struct Absent: Error {}

    /// The process that listens, as the kernel vouches for it (SO_PEERCRED in unix(7)); nil where it does not.
    var process: pid_t? {
        var peer = Peer()
        var size = socklen_t(MemoryLayout<Peer>.size)
        guard getsockopt(number, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 else { return nil }
        return peer.process
    }

    /// `struct ucred`, which glibc shows to GNU programs only.
    private struct Peer {
        var process: pid_t = 0
        var user: uid_t = 0
        var group: gid_t = 0
    }

    /// Sends a request and returns all that comes until the other side closes.
    func ask(_ request: String) throws -> [UInt8] {
        try send(Array(request.utf8))
        var answer: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = recv(number, &part, part.count, 0)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Self.silent() }
            if count == 0 { return answer }
            answer += part[..<count]
            guard answer.count <= ControlLimits.replySize else {
                throw StationError(.unavailable, "the process that serves the station gives an answer without end")
            }
        }
    }

    private func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(number, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw Self.silent() }
            rest = rest.dropFirst(count)
        }
    }

    private static func silent() -> StationError {
        guard errno == EAGAIN else { return .system("ask the process that serves the station") }
        return StationError(
            .unavailable, "the process that serves the station does not answer", hint: "look at its log, or restart it")
    }

    private static func limit(_ number: CInt, _ duration: Duration) {
        var time = timeval(tv_sec: time_t(duration.components.seconds), tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(number, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }
}

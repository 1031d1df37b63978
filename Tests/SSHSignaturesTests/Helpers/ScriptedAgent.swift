import Glibc

@testable import SSHSignatures

/// A socket that answers each connection's first request as a test says, for what no real agent does.
final class ScriptedAgent: Sendable {
    /// What is sent back for a request; nil hangs up, and raw bytes may break the framing.
    typealias Script = @Sendable (_ request: [UInt8]) -> [UInt8]?

    struct CannotListen: Error {}

    let folder: TemporaryFolder
    let agent: Agent
    private let descriptor: Int32

    init(timeout: Int = 120, _ script: @escaping Script) throws {
        folder = try TemporaryFolder()
        let path = folder.path("agent")
        agent = Agent(socketPath: path, timeout: timeout)
        descriptor = try Self.listen(at: path)
        let thread = Serving(descriptor: descriptor, script: script)
        guard thread.start() else { throw CannotListen() }
    }

    deinit {
        // Wakes the thread, whose accept then fails.
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// A reply in its frame.
    static func framed(_ reply: [UInt8]) -> [UInt8] {
        var packet: [UInt8] = []
        packet.appendString(reply)
        return packet
    }

    private static func listen(at path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, Glibc.listen(descriptor, 8) == 0 else { throw CannotListen() }
        return descriptor
    }
}

/// The thread that serves a scripted agent; a thread, because the client blocks the one the test runs on.
private final class Serving: Sendable {
    private let descriptor: Int32
    private let script: ScriptedAgent.Script

    init(descriptor: Int32, script: @escaping ScriptedAgent.Script) {
        self.descriptor = descriptor
        self.script = script
    }

    func start() -> Bool {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let code = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Serving>.fromOpaque(context).takeRetainedValue().serve()
                return nil
            }, context)
        if code == 0 { pthread_detach(thread) }
        return code == 0
    }

    private func serve() {
        while true {
            let connection = accept(descriptor, nil, nil)
            guard connection >= 0 else { break }
            answer(connection)
            close(connection)
        }
        close(descriptor)
    }

    private func answer(_ connection: Int32) {
        let size = receive(4, from: connection).reduce(0) { $0 << 8 | Int($1) }
        guard let reply = script(receive(size, from: connection)) else { return }
        reply.withUnsafeBytes { _ = send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        // Waits for the client to hang up, so that it can read everything.
        _ = receive(1, from: connection)
    }

    private func receive(_ count: Int, from connection: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes {
                recv(connection, $0.baseAddress.map { $0 + filled }, count - filled, 0)
            }
            guard got > 0 else { return Array(bytes.prefix(filled)) }
            filled += got
        }
        return bytes
    }
}

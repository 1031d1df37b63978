import FolderSupport
import Glibc
import Logging
import NIOPosix
import ServiceLifecycle
import Station
import Synchronization
import Testing
import Traffic

@testable import Serving

/// A station's folder that is served while the body runs.
private func serving(
    trouble: String? = nil, address: String? = nil, connectionTime: Duration = .seconds(600),
    in folder: String? = nil, status: @escaping @Sendable () throws -> StationStatus = { .busy },
    _ body: @escaping @Sendable (Served) async throws -> Void
) async throws {
    let scratch = try ScratchFolder()
    let served = Served(folder: folder ?? scratch.path)
    let answers = ControlAnswers(
        status: status, trouble: { trouble }, wake: { served.woken.withLock { $0 += 1 } })
    let server = try ControlServer(
        socket: ControlSocket(folder: served.folder), address: address.map { try ControlAddress($0) },
        answers: answers, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        connectionTime: connectionTime)
    served.port.withLock { $0 = server.port }
    let group = ServiceGroup(
        configuration: .init(
            services: [.init(service: server)], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    try await withThrowingTaskGroup { tasks in
        tasks.addTask { try await group.run() }
        do {
            try await body(served)
        } catch {
            await group.triggerGracefulShutdown()
            throw error
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
    }
    withExtendedLifetime(scratch) {}
}

/// What a test knows of the served station.
private final class Served: Sendable {
    let folder: String
    let woken = Mutex(0)
    let port = Mutex<UInt16?>(nil)

    init(folder: String) {
        self.folder = folder
    }

    func status() async throws -> StationStatus? {
        try await blocking { [folder] in try ControlClient(folder: folder, timeLimit: .seconds(600)).status() }
    }

    func process() async throws -> Int32? {
        try await blocking { [folder] in try ControlClient(folder: folder, timeLimit: .seconds(600)).process() }
    }

    func wake() async throws -> Bool {
        try await blocking { [folder] in try ControlClient(folder: folder, timeLimit: .seconds(600)).wake() }
    }

    /// Sends bytes to the Unix socket and returns all that comes back.
    func raw(_ text: String) async throws -> String {
        try await blocking { [folder] in
            String(
                decoding: try ControlConnection(SocketPlace(folder: folder), timeLimit: .seconds(600)).ask(text),
                as: UTF8.self)
        }
    }
}

/// The client blocks, so it gets a thread on which blocking is allowed.
private func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await NIOThreadPool.singleton.runIfActive(body)
}

@Suite struct ControlServerTests {
    @Test func `the client gets the status that the server gives`() async throws {
        try await serving { served in
            let status = try await served.status()
            #expect(status == .busy)
            let process = try await served.process()
            #expect(process == getpid())
        }
    }

    @Test func `a wake reaches the station`() async throws {
        try await serving { served in
            let isServed = try await served.wake()
            #expect(isServed)
            #expect(served.woken.withLock { $0 } == 1)
        }
    }

    @Test func `health is 200 and ok, or 503 and the reason, which moves no cursor`() async throws {
        try await serving { served in
            let answer = try await served.raw("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("\r\n\r\nok\n"))
        }
        try await serving(trouble: "disk\u{1B}[2J full") { served in
            let answer = try await served.raw("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.hasSuffix("\r\n\r\ndisk\\u{1B}[2J full\n"))
        }
    }

    @Test func `metrics come with the version of their format`() async throws {
        try await serving { served in
            let answer = try await served.raw("GET /metrics?x=y HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(answer.lowercased().contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n"))
            #expect(answer.hasSuffix(StationStatus.busy.metricsText))
        }
    }

    /// What a stranger may send, and the status of the answer.
    struct Nuisance: CustomTestStringConvertible {
        var testDescription: String
        var request: String
        var status: Int

        init(_ name: String, _ request: String, _ status: Int) {
            testDescription = name
            self.request = request
            self.status = status
        }
    }

    private static let nuisances = [
        Nuisance("unknown path", "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        Nuisance("status posted", "POST /status HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        Nuisance("wake by a mere look", "GET /wake HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        Nuisance("body", "POST /wake HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", 413),
        Nuisance("no HTTP", "nonsense\r\n\r\n", 400),
        Nuisance("long header", "GET / HTTP/1.1\r\nA: \(String(repeating: "x", count: 9000))\r\n\r\n", 431),
        Nuisance("long path", "GET /\(String(repeating: "x", count: 9000)) HTTP/1.1\r\n\r\n", 431),
    ]

    @Test(arguments: nuisances)
    func `what is not a question is refused`(nuisance: Nuisance) async throws {
        try await serving { served in
            let answer = try await served.raw(nuisance.request)
            #expect(answer.hasPrefix("HTTP/1.1 \(nuisance.status) "), "\(answer)")
            #expect(served.woken.withLock { $0 } == 0)
        }
    }

    @Test func `an error of the station is an answer, with its reason`() async throws {
        try await serving(status: { throw StationError(.unavailable, "the disk is full") }) { served in
            let error = await #expect(throws: StationError.self) { try await served.status() }
            #expect(error?.message.description == "the process that serves the station says: the disk is full")
        }
    }

    @Test func `who says nothing is cut off`() async throws {
        try await serving(connectionTime: .milliseconds(200)) { served in
            let answer = try await served.raw("GET /health HTTP/1.1\r\n")
            #expect(answer == "")
        }
    }

    @Test func `of one connection too many, one is closed`() async throws {
        try await serving { served in
            let numbers = try (0...ControlLimits.connections).map { _ in try RawUnixClient.connect(served.folder) }
            defer { numbers.forEach { close($0) } }
            let closed = try await blocking { RawUnixClient.waitForOne(of: numbers) }
            #expect(closed == 1)
        }
    }

    @Test func `over TCP there is health and metrics, and neither status nor wake`() async throws {
        try await serving(address: "127.0.0.1:0") { served in
            let port = try #require(served.port.withLock { $0 })
            func ask(_ request: String) async throws -> String {
                try await blocking { try TCPClient.ask("\(request) HTTP/1.1\r\nHost: x\r\n\r\n", port: port) }
            }
            #expect(try await ask("GET /health").hasPrefix("HTTP/1.1 200 "))
            #expect(try await ask("GET /metrics").hasPrefix("HTTP/1.1 200 "))
            #expect(try await ask("GET /status").hasPrefix("HTTP/1.1 404 "))
            #expect(try await ask("POST /wake").hasPrefix("HTTP/1.1 404 "))
            #expect(served.woken.withLock { $0 } == 0)
        }
    }

    @Test func `the server stops although a client is connected and says nothing`() async throws {
        let scratch = try ScratchFolder()
        let connection = Mutex<CInt?>(nil)
        try await serving(in: scratch.path) { served in
            try connection.withLock { $0 = try RawUnixClient.connect(served.folder) }
            let status = try await served.status()
            #expect(status == .busy)
        }
        if let number = connection.withLock({ $0 }) { close(number) }
        #expect(try ControlClient(folder: scratch.path).status() == nil)
    }

    @Test func `a folder deeper than a socket's address may be is served all the same`() async throws {
        let scratch = try ScratchFolder()
        let name = String(repeating: "d", count: 100)
        _ = try scratch.makeFolder(name)
        let deep = try scratch.makeFolder("\(name)/\(name)")
        try await serving(in: deep) { served in
            let status = try await served.status()
            #expect(status == .busy)
        }
    }
}

@Suite struct ControlSocketTests {
    @Test func `the socket is its owner's alone, and gone afterwards`() throws {
        let scratch = try ScratchFolder()
        do {
            let socket = try ControlSocket(folder: scratch.path)
            #expect(scratch.mode("serve.sock") == 0o600)
            #expect(scratch.mode("serve.lock") == 0o600)
            withExtendedLifetime(socket) {}
        }
        #expect(try scratch.names() == ["serve.lock"])
        #expect(try ControlClient(folder: scratch.path).process() == nil)
    }

    @Test func `a second one is refused and names the process`() throws {
        let scratch = try ScratchFolder()
        let socket = try ControlSocket(folder: scratch.path)
        let error = #expect(throws: StationError.self) { try ControlSocket(folder: scratch.path) }
        #expect(error?.message.description == "the station is already served by process \(getpid())")
        #expect(error?.code == .refused)
        withExtendedLifetime(socket) {}
        #expect(scratch.mode("serve.sock") == 0o600)
    }

    @Test func `what a killed process left behind is replaced`() throws {
        let scratch = try ScratchFolder()
        let place = try SocketPlace(folder: scratch.path)
        _ = try ListeningSocket(AF_UNIX, place: "x") { number in place.withAddress { bind(number, $0, $1) } }
        #expect(try scratch.names() == ["serve.sock"])
        #expect(try ControlClient(folder: scratch.path).status() == nil)
        let socket = try ControlSocket(folder: scratch.path)
        #expect(try ControlClient(folder: scratch.path).process() == getpid())
        withExtendedLifetime(socket) {}
    }

    @Test func `a file that is no socket is left alone`() throws {
        let scratch = try ScratchFolder()
        try scratch.put("serve.sock", [1])
        #expect(throws: StationError.self) { try ControlSocket(folder: scratch.path) }
        #expect(scratch.content("serve.sock") == [1])
    }
}

@Suite struct ControlAddressTests {
    @Test(arguments: ["127.0.0.1:9464", "127.9.9.9:1", "[::1]:9464"])
    func `loopback addresses are accepted and print as they were read`(text: String) throws {
        #expect(try ControlAddress(text).description == text)
    }

    @Test(arguments: ["0.0.0.0:9464", "192.0.2.1:9464", "[::]:9464", "[2001:db8::1]:9464", "[::ffff:127.0.0.1]:9464"])
    func `others only where that is said`(text: String) throws {
        #expect(throws: StationError.self) { try ControlAddress(text) }
        #expect(try ControlAddress(text, allowingOthers: true).description == text)
    }

    @Test(arguments: [
        "", "9464", ":9464", "localhost:9464", "127.0.0.1", "127.0.0.1:65536", "::1:9464", "[127.0.0.1]:1",
    ])
    func `anything else is no address`(text: String) {
        let error = #expect(throws: StationError.self) { try ControlAddress(text, allowingOthers: true) }
        #expect(error?.code == .invalid)
    }
}

@Suite struct ControlReplyReaderTests {
    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
        "HTTP/1.1 200 OK\r\n\r\nabc", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc", "abc\r\n\r\n",
    ])
    func `what is no whole response is refused`(text: String) {
        #expect(throws: StationError.self) { try ControlReplyReader(Array(text.utf8)) }
    }

    @Test(arguments: ["", "HTT", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab"])
    func `one that was broken off is told apart from nonsense`(text: String) {
        let error = #expect(throws: StationError.self) { try ControlReplyReader(Array(text.utf8)) }
        #expect(error?.message.description.hasSuffix("broke off its answer") == true)
    }

    @Test func `a whole one is read`() throws {
        let reply = try ControlReplyReader(Array("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\na\r\n".utf8))
        #expect(reply.status == 200)
        #expect(reply.body == Array("a\r\n".utf8))
    }
}

import FolderSupport
import Glibc
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Serving

/// The manager's end of the conversation.
private final class ManagerEnd: Sendable {
    let number: CInt

    /// - Parameter name: a path, or a name in the abstract namespace after `@`.
    init(_ name: String) throws {
        number = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        if name.hasPrefix("@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let size = socklen_t(2 + bytes.count + (name.hasPrefix("@") ? 0 : 1))
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(number, $0, size) }
        }
        guard result == 0 else { throw SupportError("bind: errno \(errno)") }
    }

    deinit { close(number) }

    /// The next message, however long it takes to come.
    func message() -> String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = max(0, recv(number, &bytes, bytes.count, 0))
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}

/// Ends the stream when it runs.
private struct Beginner: Service {
    private let started: AsyncStream<Void>.Continuation

    init(_ started: AsyncStream<Void>.Continuation) {
        self.started = started
    }

    func run() async throws {
        started.finish()
        try await gracefulShutdown()
    }
}

@Suite struct ServiceManagerTests {
    @Test func `each change is one message of assignments`() throws {
        let scratch = try ScratchFolder()
        let end = try ManagerEnd(scratch.place("notify"))
        let manager = try #require(ServiceManager(socketName: scratch.place("notify")))
        #expect(manager.ready("3 links"))
        #expect(end.message() == "READY=1\nSTATUS=3 links")
        #expect(manager.alive())
        #expect(end.message() == "WATCHDOG=1")
        #expect(manager.reloading())
        let words = end.message().split(separator: "\n")
        #expect(words.first == "RELOADING=1")
        #expect(words.last?.hasPrefix("MONOTONIC_USEC=") == true)
        #expect(words.last.flatMap { Int64($0.dropFirst("MONOTONIC_USEC=".count)) } ?? 0 > 0)
        #expect(manager.stopping())
        #expect(end.message() == "STOPPING=1")
    }

    @Test func `a line feed in a status forges no assignment`() throws {
        let scratch = try ScratchFolder()
        let end = try ManagerEnd(scratch.place("notify"))
        try #require(ServiceManager(socketName: scratch.place("notify"))).status("a\nSTOPPING=1\r\nb")
        #expect(end.message() == "STATUS=a STOPPING=1  b")
    }

    @Test func `a name in the abstract namespace is one`() throws {
        let name = "@cablegram-test-\(getpid())"
        let end = try ManagerEnd(name)
        #expect(try #require(ServiceManager(socketName: name)).alive())
        #expect(end.message() == "WATCHDOG=1")
    }

    @Test func `a manager that is gone is no error, only an answer`() throws {
        let scratch = try ScratchFolder()
        #expect(try #require(ServiceManager(socketName: scratch.place("notify"))).alive() == false)
    }

    @Test(arguments: [nil, "", "@", "/", "relative", "vsock:2:1234", "/a\0b", "/" + String(repeating: "x", count: 107)])
    func `where there is no manager, there is none`(name: String?) {
        #expect(ServiceManager(socketName: name) == nil)
    }

    @Test func `the watchdog gives signs of life as long as there is life`() async throws {
        let scratch = try ScratchFolder()
        let end = try ManagerEnd(scratch.place("notify"))
        let manager = try #require(ServiceManager(socketName: scratch.place("notify")))
        let beats = Mutex(0)
        let stream = AsyncStream<Void>.makeStream()
        let watchdog = try #require(
            Watchdog(manager, microseconds: "2000", ourselves: getpid()) {
                let beat = beats.withLock {
                    $0 += 1
                    return $0
                }
                if beat == 4 { stream.continuation.finish() }
                return beat <= 2
            })
        await withThrowingTaskGroup { group in
            group.addTask { await watchdog.run() }
            for await _ in stream.stream {}
            group.cancelAll()
        }
        #expect(end.message() == "WATCHDOG=1")
        #expect(end.message() == "WATCHDOG=1")
        manager.stopping()
        #expect(end.message() == "STOPPING=1")
    }

    @Test func `the manager hears of the end when it begins, and the end is in order`() async throws {
        let scratch = try ScratchFolder()
        let end = try ManagerEnd(scratch.place("notify"))
        let manager = try #require(ServiceManager(socketName: scratch.place("notify")))
        let watchdog = try #require(Watchdog(manager, microseconds: "3600000000", ourselves: getpid()) { false })
        let started = AsyncStream<Void>.makeStream()
        let group = ServiceGroup(
            services: [Beginner(started.continuation), watchdog, StoppingNotice(manager)],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        async let run: Void = group.run()
        for await _ in started.stream {}
        await group.triggerGracefulShutdown()
        try await run
        #expect(end.message() == "STOPPING=1")
    }

    @Test func `a watchdog for another process, or for nobody, does not run`() throws {
        let manager = try #require(ServiceManager(socketName: "/x"))
        #expect(Watchdog(manager, microseconds: nil, ourselves: 1) { true } == nil)
        #expect(Watchdog(manager, microseconds: "0", ourselves: 1) { true } == nil)
        #expect(Watchdog(manager, microseconds: "x", ourselves: 1) { true } == nil)
        #expect(Watchdog(manager, microseconds: "10", process: "2", ourselves: 1) { true } == nil)
        #expect(Watchdog(manager, microseconds: "10", process: "1", ourselves: 1) { true } != nil)
    }
}

import BundleProtocol
import Foundation
import Glibc
import Testing

@testable import Links

/// Sessions over the standard streams of a command.
@Suite(.timeLimit(.minutes(1))) struct PipeSessionTests {
    private let here = EventLog()
    private let there = EventLog()

    @Test func bundlesTravelOverTwoPipes() async throws {
        let (session, opposite) = try await pair()
        #expect(session.info.peer == TestStation.beijing.peer)
        #expect(session.info.tls == nil)
        #expect(opposite.info.peer == TestStation.moscow.peer)
        let bundle = [UInt8](repeating: 3, count: 3 << 20)
        session.send(bundle, as: 1)
        opposite.send([4], as: 2)
        await here.acknowledged(1)
        await there.acknowledged(2)
        #expect(there.bundles == [bundle])
        session.terminate()
        #expect(await here.closed().isClean)
        #expect(await there.closed().isClean)
    }

    @Test func bundlesTravelThroughACommand() async throws {
        let session = try await TestStation.moscow.plainHost(here.acknowledging()).connect(
            through: ShellCommand(line: "exec \(program) pipe 12 11", environment: []), link: "ssh",
            peer: TestStation.beijing.peer)
        session.send([1, 2, 3], as: 1)
        #expect(await here.received().bundle == [1, 2, 3])
        await here.acknowledged(1)
        session.terminate()
        let ending = await here.closed()
        #expect(ending.isClean, "\(ending)")
    }

    @Test func anotherStationThanTheLinksIsRefused() async throws {
        let error = await #expect(throws: ConnectingFailed.self) {
            try await TestStation.moscow.plainHost(here.acknowledging()).connect(
                through: ShellCommand(line: "exec \(program) pipe 13 11", environment: []), link: "ssh",
                peer: TestStation.beijing.peer)
        }
        #expect(error?.reason.contains("the node ID must be that of the node that was to be reached") == true)
        #expect(!here.wasOpened)
    }

    @Test func aCommandThatFailsSaysWhy() async throws {
        let error = await #expect(throws: ConnectingFailed.self) {
            try await TestStation.moscow.plainHost(here.acknowledging()).connect(
                through: ShellCommand(line: "echo 'no route to host' >&2; exit 255", environment: []), link: "ssh",
                peer: TestStation.beijing.peer)
        }
        #expect(error?.reason.hasSuffix("the command ended with exit status 255: \"no route to host\"") == true)
    }

    @Test func aCommandThatIsKilledEndsTheSession() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        _ = try await TestStation.moscow.plainHost(here.owner()).connect(
            through: ShellCommand(line: "echo $$ > \(file.path); exec \(program) pipe 12 11", environment: []),
            link: "ssh", peer: TestStation.beijing.peer)
        let number = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").first.flatMap { pid_t($0) }
        #expect(kill(try #require(number), SIGKILL) == 0)
        #expect(await here.closed().ending == .transportClosed)
    }

    @Test func whatIsNoPipeIsRefused() async throws {
        let file = open("/dev/null", O_RDWR)
        let error = await #expect(throws: ConnectingFailed.self) {
            try await TestStation.beijing.plainHost(here.owner()).accept(
                input: file, output: dup(file), peer: TestStation.moscow.peer)
        }
        #expect(error?.reason == "standard input and output must be pipes or sockets")
    }

    /// The program beside the tests.
    private var program: String {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return tests.prefix { $0 != "\0" }.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/LinkPeer"
    }

    private func pair() async throws -> (here: Session, there: Session) {
        var forth = try Links.Pipe()
        var back = try Links.Pipe()
        let (input, output) = (back.takeReadingEnd(), forth.takeWritingEnd())
        let (otherInput, otherOutput) = (forth.takeReadingEnd(), back.takeWritingEnd())
        let host = try TestStation.moscow.plainHost(here.acknowledging())
        let other = try TestStation.beijing.plainHost(there.acknowledging())
        async let opposite = other.accept(input: otherInput, output: otherOutput, peer: TestStation.moscow.peer)
        async let session = host.connect(input: input, output: output, link: "test", peer: TestStation.beijing.peer)
        return try await (session, opposite)
    }
}

import Foundation
import Relay
import Testing

@testable import Links

/// One-shot pipes: a command for each bundle.
@Suite(.timeLimit(.minutes(1))) struct CommandLinkTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    @Test func theCommandGetsTheBundleOnItsStandardInput() throws {
        let bundle = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        try link("cat > \(folder.path)/out").hand([LinkItem(name: "a", bytes: bundle)])
        #expect(try Data(contentsOf: folder.appendingPathComponent("out")) == Data(bundle))
    }

    @Test func itIsRunOnceForEachBundle() throws {
        try link("cat >> \(folder.path)/out; echo >> \(folder.path)/out").hand([item("a"), item("b"), item("c")])
        #expect(try String(contentsOf: folder.appendingPathComponent("out"), encoding: .utf8) == "a\nb\nc\n")
    }

    @Test func afterAFailureTheRestIsNotTried() throws {
        let command =
            "read -r line; test $line != b || { echo 'no  carrier' >&2; exit 3; }; echo $line >> \(folder.path)/out"
        let error = #expect(throws: HandOverError.self) {
            try link(command).hand([item("a\n"), item("b\n"), item("c\n")])
        }
        #expect(error?.handed == ["a\n"])
        let cause = try #require(error?.cause as? CommandFailed)
        #expect(cause.reason == "exit status 3")
        #expect(cause.errors == "no carrier")
        #expect(try String(contentsOf: folder.appendingPathComponent("out"), encoding: .utf8) == "a\n")
    }

    @Test func aCommandThatDoesNotReadEverythingHasNotTakenItOver() {
        expect("it ended without reading the whole bundle", from: "true", bytes: 1 << 20)
    }

    @Test func aCommandThatCannotBeFoundIsNamed() throws {
        let error = #expect(throws: HandOverError.self) { try link("/no/such/program").hand([item("a")]) }
        let cause = try #require(error?.cause as? CommandFailed)
        #expect(cause.reason == "exit status 127")
        #expect(cause.errors.contains("/no/such/program"))
    }

    @Test func aCommandThatIsKilledHasFailed() {
        expect("killed by signal 15", from: "kill -15 $$", bytes: 1)
    }

    @Test func aCommandThatTakesTooLongIsKilledWithAllThatItStarted() {
        let link = CommandLink(
            name: "test", command: ShellCommand(line: "sleep 1000 & wait", environment: path), timeLimit: 0)
        #expect(throws: HandOverError.self) { try link.hand([item("a")]) }
    }

    @Test func whatItLeavesRunningIsNotWaitedFor() throws {
        try link("cat > /dev/null; sleep 5 &").hand([item("a")])
    }

    @Test func muchOnStandardErrorIsCutToItsEnd() throws {
        let command =
            "cat > /dev/null; head -c 1000000 /dev/zero | tr '\\0' x >&2; printf '\\033[31mthe end' >&2; exit 1"
        let error = #expect(throws: HandOverError.self) { try link(command).hand([item("a")]) }
        let errors = try #require(error?.cause as? CommandFailed).errors
        #expect(errors.utf8.count <= TextTail.longest)
        #expect(errors.hasSuffix("[31mthe end"))
        #expect(!errors.contains("\u{1B}"))
    }

    @Test func nothingEverArrives() throws {
        let link = link("true")
        #expect(link.arrivals().isEmpty)
        #expect(link.tidy().isEmpty)
    }

    private var path: [String] { ["PATH=/usr/bin:/bin"] }

    private func link(_ line: String) -> CommandLink {
        CommandLink(name: "test", command: ShellCommand(line: line, environment: path))
    }

    private func item(_ text: String) -> LinkItem { LinkItem(name: text, bytes: Array(text.utf8)) }

    private func expect(
        _ reason: String, from line: String, bytes: Int, at location: SourceLocation = #_sourceLocation
    ) {
        let item = LinkItem(name: "a", bytes: [UInt8](repeating: 0, count: bytes))
        let error = #expect(throws: HandOverError.self, sourceLocation: location) { try link(line).hand([item]) }
        #expect((error?.cause as? CommandFailed)?.reason == reason, sourceLocation: location)
    }
}

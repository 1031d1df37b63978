import StationSupport
import Testing

@testable import Serving
@testable import Traffic

/// A process that serves one session beside the one that serves the station.
@Suite("an attached session") struct AttachedEngineTests {
    let pair: EnginePair
    /// Serves Moscow, and has no session.
    let serving: Engine

    init() async throws {
        pair = try EnginePair()
        try #require(await pair.runUntilQuiet())
        serving = pair.first
        pair.wireCount = 0
        pair.cut()
        try await pair.round()
        pair.engines[0] = try pair.engine(of: pair.moscow, isAttached: true)
        try pair.moscow.send("Routine", from: "FILIPPOV", to: ["MAO@BEIJING"])
    }

    /// As the process that serves the station tells, and as the folder does where none serves it.
    private func links() async throws -> [StationStatus.Link] {
        try await serving.status().links + pair.moscow.station.status().links
    }

    @Test("is in the status with what it has carried, and is not when it is over")
    func isTold() async throws {
        #expect(try await links().map(\.sessions.count) == [0, 0])
        pair.wireCount = 1
        try #require(await pair.runUntilQuiet())
        #expect(try pair.beijing.waiting().count == 1)
        let own = try #require(await pair.first.sessions.all.first)
        #expect(own.handed > 0 && own.taken > 0)
        for link in try await links() {
            #expect(link.state == .open)
            #expect(link.sessions.map(\.handed) == [own.handed])
            #expect(link.sessions.map(\.taken) == [own.taken])
        }
        pair.wireCount = 0
        pair.cut()
        try await pair.round()
        #expect(try await links().map(\.sessions.count) == [0, 0])
        #expect(try await !links().map(\.state).contains(.open))
    }

    @Test("has bundles under way, which nobody calls held for want of a session")
    func isUnderWay() async throws {
        await serving.turn()
        #expect(try await !serving.status().held.isEmpty)
        pair.steps.count = 0
        pair.steps.fault = (1, .swallowed)
        pair.wireCount = 1
        try await pair.round()
        await serving.turn()
        #expect(try await serving.status().held.isEmpty)
        #expect(try await links().flatMap(\.sessions).filter { $0.underWay > 0 }.count == 2)
    }
}

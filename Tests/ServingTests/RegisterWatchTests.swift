import FolderSupport
import Glibc
import Register
import Station
import Telegrams
import Testing

@testable import Serving

@Suite struct RegisterWatchTests {
    @Test func `a write to the register by another connection is noticed`() async throws {
        let scratch = try ScratchFolder()
        let home = StationHome(path: scratch.place("station"))
        let station = try Station.found("BEIJING", home: home)
        let writes = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let watch = try RegisterWatch(folder: home.path) { writes.continuation.yield() }
        var events = writes.stream.makeAsyncIterator()
        // Each write by a connection of its own; without a report this would wait for ever.
        for days: Int64 in [30, 31] {
            try Station(home: home).renewStation(days: days)
            #expect(await events.next() != nil)
        }
        withExtendedLifetime((watch, station)) {}
    }

    @Test func `the events of one read are told apart`() {
        var bytes: [UInt8] = []
        func append(_ mask: UInt32, _ name: String, padding: Int) {
            withUnsafeBytes(of: (Int32(1), mask, UInt32(0), UInt32(name.utf8.count + padding))) { bytes += $0 }
            bytes += Array(name.utf8) + [UInt8](repeating: 0, count: padding)
        }
        append(UInt32(IN_MODIFY), "station.db-wal", padding: 2)
        append(UInt32(IN_Q_OVERFLOW), "", padding: 0)
        append(UInt32(IN_MODIFY), "abc", padding: 13)
        bytes += [1, 2, 3]
        let events = bytes.withUnsafeBytes { Array(InotifyEvents(bytes: $0)) }
        #expect(events.map(\.name) == ["station.db-wal", "", "abc"])
        #expect(events.map(\.isOverflow) == [false, true, false])
        #expect(events.map(\.concernsRegister) == [true, true, false])
    }

    @Test func `a folder that is not there is an error`() {
        #expect(throws: StationError.self) { try RegisterWatch(folder: "/nonexistent/station") {} }
    }
}

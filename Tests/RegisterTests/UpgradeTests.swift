import FolderSupport
import GRDB
import Telegrams
import Testing

@testable import Register

@Suite struct UpgradeTests {
    /// A register as the first version of the program made it, with a link, a route and a parcel that waits.
    private func old() throws -> (ScratchFolder, String) {
        let folder = try ScratchFolder()
        let path = folder.place("station.db")
        try DatabaseQueue(path: path).write { database in
            try Schema.create(database, version: 1)
            try database.execute(
                sql: """
                    INSERT INTO station VALUES (1, 'MOSCOW', 2147483649, 1, 0);
                    INSERT INTO link VALUES ('line', 'folder', '/media/stick', 'BEIJING');
                    INSERT INTO route VALUES ('PYONGYANG', 'BEIJING');
                    INSERT INTO parcel VALUES ('BEIJING', 1, NULL, CAST('CABLEGRAM COVER 1' || char(10) || 'digest: '
                        || '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef' || char(10) AS BLOB), 4, 5, 1,
                        NULL, NULL, NULL);
                    INSERT INTO channel VALUES ('BEIJING', 1, 4);
                    INSERT INTO heard VALUES ('BEIJING', 4, zeroblob(32));
                    INSERT INTO entry VALUES (1, 'in', 0, 5, 4, 'BEIJING', 4, NULL, NULL, NULL, NULL, NULL, zeroblob(16),
                        zeroblob(53));
                    INSERT INTO gap VALUES ('BEIJING', 3, 7, 9);
                    """)
        }
        return (folder, path)
    }

    @Test func whatAnOlderVersionKeptIsKept() throws {
        let (folder, path) = try old()
        let register = try Register(path: path)
        let beijing = try Designator("BEIJING")
        let (links, routes, waiting, gaps) = try register.read {
            (try $0.links(), try $0.routes(), try $0.waitingParcels(), try $0.gaps())
        }
        #expect(links == [LinkRecord(name: "line", kind: "folder", path: "/media/stick", peer: beijing)])
        #expect(routes == [RouteRecord(destination: try Designator("PYONGYANG"), via: beijing)])
        #expect(waiting.map(\.channel) == [1])
        #expect(waiting.first?.digest.description.hasPrefix("0123456789abcdef") ?? false)
        #expect(gaps.map(\.channel) == [3])
        withExtendedLifetime(folder) {}
    }

    @Test func whatWasHeardBeforeIncarnationsIsOfTheFirstOne() throws {
        let (folder, path) = try old()
        let register = try Register(path: path)
        let beijing = try Designator("BEIJING")
        let nothing = try Digest256([UInt8](repeating: 0, count: 32))
        let incarnation = Incarnation(
            try IncarnationName([UInt8](repeating: 1, count: 16)), began: Instant(seconds: 1))
        let origin = Entry.Origin(peer: beijing, incarnation: incarnation.name, channel: 4)
        try register.write { writer in
            let correspondence = try writer.reader.correspondence(with: beijing)
            #expect(correspondence.sent.last == 1)
            #expect(correspondence.heard == .init(incarnation: nil, highest: 4))
            #expect(try writer.reader.known(origin, digest: nothing) == .sameContents)
            try writer.adopt(incarnation, of: beijing)
            #expect(try writer.reader.known(origin, digest: nothing) == .sameContents)
            #expect(try writer.reader.entry(1).origin == origin)
            #expect(try writer.reader.edge().size == 1)
        }
        withExtendedLifetime(folder) {}
    }

    @Test func whatWasQueuedForTheStationItselfIsForgotten() throws {
        let folder = try ScratchFolder()
        let path = folder.place("station.db")
        try DatabaseQueue(path: path).write { database in
            try Schema.create(database, version: 3)
            try database.execute(
                sql: """
                    INSERT INTO station VALUES (1, 'MOSCOW', 2147483649, 1, 0);
                    INSERT INTO notice VALUES (1, 'MOSCOW', 1, 'compare 0 0'), (2, 'BEIJING', 1, 'compare 0 0');
                    INSERT INTO channel (peer, last_sent) VALUES ('MOSCOW', 1), ('BEIJING', 1);
                    INSERT INTO parcel (peer, channel, cover, precedence, created, waiting)
                    VALUES ('MOSCOW', 1, x'00', 4, 5, 1), ('BEIJING', 1, x'00', 4, 5, 1);
                    """)
        }
        let register = try Register(path: path)
        let beijing = try Designator("BEIJING")
        #expect(try register.read { try $0.pendingNotices() }.isEmpty)
        #expect(try register.read { try $0.waitingParcels() }.map(\.peer) == [beijing])
        #expect(try register.read { try $0.correspondents() } == [beijing])
    }

    @Test func anUpgradedRegisterHasTheTablesOfANewOne() throws {
        let (folder, path) = try old()
        _ = try Register(path: path)
        let new = folder.place("new.db")
        try DatabaseQueue(path: new).write { try Schema.create($0) }
        func schema(_ path: String) throws -> [String] {
            try DatabaseQueue(path: path).read {
                try String.fetchAll(
                    $0, sql: "SELECT name || ' ' || sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
            }
        }
        #expect(try schema(path) == schema(new))
    }
}

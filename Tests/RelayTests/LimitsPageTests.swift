import FoundationEssentials
import Relay
import Testing

/// `docs/limits.md` says what the program does.
@Suite struct LimitsPageTests {
    private static var page: String {
        get throws {
            let root = URL(filePath: #filePath)
                .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            return try String(contentsOf: root.appending(path: "docs/limits.md"), encoding: .utf8)
        }
    }

    /// The cells of the rows of the table, by the first one.
    private static var rows: [String: [String]] {
        get throws {
            let lines = try page.split(separator: "\n").filter { $0.hasPrefix("| `") }
            let rows = lines.map { line in
                line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
            }
            return Dictionary(rows.map { ($0[0], Array($0.dropFirst())) }) { first, _ in first }
        }
    }

    @Test func everyKindHasItsRowAndEveryRowItsKind() throws {
        #expect(try Set(Self.rows.keys) == Set(Kept.allCases.map { "`\($0)`" }))
    }

    @Test(arguments: Kept.allCases) func theRowHasTheLimitsOfTheProgram(kind: Kept) throws {
        let cells = try #require(try Self.rows["`\(kind)`"])
        let limit = kind.limit
        if kind != .telegrams && kind != .enclosures {
            #expect(cells[2] == Self.words(limit.perSource), "for each source")
            #expect(cells[3] == Self.words(limit.all), "in all")
        }
        if let days = limit.days {
            #expect(cells[4].contains(days == 1 ? "a day" : "\(days) days"), "how it ends")
        } else {
            #expect(!cells[4].contains(" days"), "how it ends")
        }
    }

    @Test func thePageNamesTheReserveAndTheShare() throws {
        let room = DiskRoom(size: .max, free: .max)
        #expect(try Self.page.contains("\(room.reserve >> 20) MiB"))
        #expect(try Self.page.contains("\(DiskRoom.freely >> 20) MiB"))
        for use in DiskRoom.Use.allCases {
            let free = (0...8).first { DiskRoom(size: .max, free: $0 * room.reserve).has(0, for: use) }
            #expect(try Self.page.contains("| \(try #require(free)) |"), "\(use)")
        }
    }

    private static func words(_ amount: KeptAmount?) -> String {
        guard let amount else { return "-" }
        let bytes = amount.bytes == .max ? nil : size(amount.bytes)
        return [bytes, grouped(amount.count)].compactMap { $0 }.joined(separator: ", ")
    }

    private static func size(_ bytes: Int) -> String {
        bytes.isMultiple(of: 1 << 30) ? "\(bytes >> 30) GiB" : "\(bytes >> 20) MiB"
    }

    private static func grouped(_ number: Int) -> String {
        let digits = Array("\(number)")
        return String(
            digits.enumerated().flatMap { index, digit in
                index > 0 && (digits.count - index).isMultiple(of: 3) ? [",", digit] : [digit]
            })
    }
}

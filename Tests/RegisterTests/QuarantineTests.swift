import Register
import Relay
import Telegrams
import Testing

@Suite struct QuarantineTests {
    let test: TestRegister
    let evil = KeptSource.link("to-EVIL")
    let moscow: KeptSource

    init() throws {
        test = try TestRegister()
        moscow = .station(try Designator("MOSCOW"))
    }

    private func item(
        _ name: String = "x.bundle", from source: KeptSource? = nil, size: Int = 10, file: String? = nil,
        awaits: Designator? = nil
    ) -> NewQuarantineItem {
        NewQuarantineItem(
            item: name, link: "to-EVIL", reason: "torn", source: source ?? evil, size: size, file: file, awaits: awaits)
    }

    @discardableResult
    private func note(_ item: NewQuarantineItem, at seconds: Int64 = 1) throws -> Quarantining {
        try test.register.write { try $0.quarantine(item, at: Instant(seconds: seconds)) }
    }

    private var kept: [QuarantineRecord] {
        get throws { try test.register.read { try $0.quarantined() } }
    }

    private func amount(_ source: KeptSource) throws -> KeptAmount {
        try test.register.read { try $0.kept(.quarantine, for: source) }
    }

    @Test func anItemNotedButNotYetSetAsideIsNotedOnce() throws {
        let first = try note(item())
        let again = try note(item())
        #expect(first.isNew && !again.isNew)
        #expect(again.id == first.id)
        try test.register.write { try $0.setFile("x.bundle", ofQuarantined: #require(first.id)) }
        #expect(try kept.map(\.file) == ["x.bundle"])
        #expect(try note(item()).isNew)
    }

    @Test func theSameBytesOverASessionAreNotedOnce() throws {
        #expect(try note(item(file: "x-1")).isNew)
        #expect(try !note(item(file: "x-1")).isNew)
        #expect(try note(item(file: "x-2")).isNew)
        #expect(try amount(evil) == KeptAmount(bytes: 20, count: 2))
    }

    @Test func theOldestOfASourceGiveWayToItsNewOnesAndToNobodyElses() throws {
        let share = try #require(Kept.quarantine.limit.perSource)
        try note(item("moscow", from: moscow, file: "m"))
        for number in 0..<4 { try note(item("\(number)", size: share.bytes / 4, file: "\(number)")) }
        let fifth = try note(item("4", size: share.bytes / 4, file: "4"))
        #expect(fifth.removed.map(\.file) == ["0"])
        let large = try note(item("5", size: share.bytes / 2 + 1, file: "5"))
        #expect(large.removed.map(\.item) == ["1", "2", "3"])
        #expect(try kept.map(\.item) == ["5", "4", "moscow"])
        #expect(try amount(evil).count == 2)
        #expect(try note(item("6", size: share.bytes + 1, file: "6")).id == nil)
    }

    @Test func asManyAsTheShareHasAndNoMore() throws {
        let share = try #require(Kept.quarantine.limit.perSource)
        try test.register.write { writer in
            for number in 0..<share.count + 50 {
                _ = try writer.quarantine(item("\(number)", file: "\(number)"), at: Instant(seconds: 1))
            }
        }
        #expect(try kept.count == share.count)
        #expect(try kept.last?.item == "50")
        #expect(try amount(evil) == KeptAmount(bytes: 10 * share.count, count: share.count))
    }

    @Test func whatWaitsForADecisionGivesWayToNothing() throws {
        let share = try #require(Kept.quarantine.limit.perSource)
        let station = try Designator("MOSCOW")
        try note(item("held", from: moscow, size: share.bytes - 1, file: "held", awaits: station))
        try note(item("refused", from: moscow, size: 1, file: "refused"))
        #expect(try note(item("1", from: moscow, size: 1, file: "1")).removed.map(\.item) == ["refused"])
        #expect(try note(item("2", from: moscow, size: 2, file: "2")).id == nil)
        #expect(try kept.last?.awaits == station)
    }

    @Test func itemsAreChosenByRangeSourceLinkAndAge() throws {
        for number in 1...6 { try note(item("\(number)", file: "\(number)"), at: Int64(number)) }
        try note(item("7", from: moscow, file: "7"), at: 7)
        func remove(_ selection: QuarantineSelection, limit: Int = .max) throws -> [String] {
            try test.register.write { try $0.removeQuarantined(selection, limit: limit) }.map(\.item)
        }
        #expect(try remove(QuarantineSelection(ids: [1...2, 2...2])) == ["2", "1"])
        #expect(try remove(QuarantineSelection(source: moscow)) == ["7"])
        #expect(try remove(QuarantineSelection(ids: [1...4], before: Instant(seconds: 4))) == ["3"])
        #expect(try remove(QuarantineSelection(link: "other")) == [])
        #expect(try remove(QuarantineSelection(link: "to-EVIL"), limit: 2) == ["6", "5"])
        #expect(try test.register.read { try $0.quarantined(limit: 1) }.map(\.item) == ["4"])
        #expect(try remove(QuarantineSelection()) == ["4"])
        #expect(try test.register.read { try $0.quarantineCount() } == 0)
    }

    @Test func whatIsHeldGoesWithTheOthersOnlyWhereItIsMeant() throws {
        try note(item("held", from: moscow, file: "held", awaits: Designator("MOSCOW")))
        try note(item("refused", from: moscow, file: "refused"))
        func remove(_ selection: QuarantineSelection) throws -> [String] {
            try test.register.write { try $0.removeQuarantined(selection) }.map(\.item)
        }
        #expect(try remove(QuarantineSelection(source: moscow, includesHeld: false)) == ["refused"])
        #expect(try remove(QuarantineSelection(source: moscow)) == ["held"])
    }

    @Test func aPageEndsWhereTheNextBegins() throws {
        for number in 1...5 { try note(item("\(number)", file: "\(number)")) }
        let first = try test.register.read { try $0.quarantined(limit: 2) }
        let second = try test.register.read { try $0.quarantined(limit: 2, before: first[1].id) }
        #expect((first + second).map(\.item) == ["5", "4", "3", "2"])
    }
}

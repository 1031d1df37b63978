import Testing

@testable import Telegrams

@Suite struct CardComparisonTests {
    private func compare(
        _ change: (inout CardSample) -> Void, remembered: [Codename: KeyLine] = [:]
    ) throws -> CardComparison {
        var sample = CardSample(serial: 4, day: 1)
        change(&sample)
        return CardComparison.compare(
            pinned: try CardSample().card(), received: try sample.card(), remembered: remembered)
    }

    @Test func theFirstCardIsNewAndItsWordsAreNotCompared() throws {
        let comparison = CardComparison.compare(pinned: nil, received: try CardSample().card())
        #expect(comparison == .new && comparison.needsWordsCompared)
    }

    @Test func thePinnedCardIsTheSameWhateverItsSignature() throws {
        let card = try CardSample().card()
        let again = try Card(card.content, signature: Array(repeating: 9, count: 72))
        #expect(CardComparison.compare(pinned: card, received: again) == .same)
    }

    @Test func anOlderSerialIsRefused() throws {
        #expect(try compare { $0.serial = 2 } == .older(pinned: 3, received: 2))
        #expect(
            try compare {
                $0.serial = 2
                $0.stationKey = 9
            } == .older(pinned: 3, received: 2))
    }

    @Test func newSealingKeysAndEndpointsAreTakenOver() throws {
        let comparison = try compare {
            $0.sealingKey = "r"
            $0.endpoints = []
            $0.officers[0].day = 1
            $0.officers[0].sealingKey = "y"
        }
        #expect(
            comparison == .renewed([.sealingKeys, .endpoints, .officerSealingKeys(try Codename("MAO ZEDONG"))]))
        #expect(!comparison.needsWordsCompared)
    }

    @Test func newAndRemovedOfficersAreListedAndNeedTheWordsAgain() throws {
        let comparison = try compare { $0.officers = [("PENG DEHUAI", 11, 0, "z")] }
        #expect(
            comparison
                == .renewed([.removedOfficer(try Codename("MAO ZEDONG")), .newOfficer(try Codename("PENG DEHUAI"))]))
        #expect(comparison.needsWordsCompared)
    }

    @Test func nothingButANewSerialIsARenewalWithoutChanges() throws {
        #expect(try compare { _ in } == .renewed([]))
    }

    @Test func everyLongLivedKeyIsAnAlarmWithOldAndNew() throws {
        let (one, nine) = (try CardSample.keyLine(1), try CardSample.keyLine(9))
        let mao = try Codename("MAO ZEDONG")
        #expect(try compare { $0.stationKey = 9 } == .alarm([.stationKey(old: one, new: nine)]))
        #expect(try compare { $0.logKey = nil } == .alarm([.logKey(old: try CardSample.keyLine(2), new: nil)]))
        #expect(
            try compare { $0.officers[0].key = 9 }
                == .alarm([.officerKey(mao, old: try CardSample.keyLine(10), new: nine)]))
        #expect(
            try compare { $0.postQuantumKey = 9 }
                == .alarm([
                    .postQuantumKey(
                        old: try PostQuantumKey(bytes: Array(repeating: 1, count: 1952)),
                        new: try PostQuantumKey(bytes: Array(repeating: 9, count: 1952)))
                ]))
    }

    @Test func anAlarmAlsoListsWhatElseChanged() throws {
        let comparison = try compare {
            $0.stationKey = 9
            $0.sealingKey = "r"
        }
        #expect(comparison.changes.map(\.code) == ["station-key", "sealing-keys"])
        guard case .alarm = comparison else {
            throw comparison.changes.first.map { FormatError("\($0)") } ?? FormatError("")
        }
    }

    @Test func aCardOfAnotherStationIsAnAlarm() throws {
        #expect(try compare { $0.station = "WONSAN" }.changes.map(\.code) == ["station"])
    }

    @Test func twoCardsOfOneSerialAreAnAlarm() throws {
        let comparison = try compare {
            $0.serial = 3
            $0.endpoints = []
        }
        #expect(comparison == .alarm([.twoCardsOfOneSerial(3), .endpoints]))
    }

    @Test func aLaterSerialIssuedEarlierIsAnAlarm() throws {
        #expect(try compare { $0.day = 0 }.changes.map(\.code) == ["issued-earlier"])
    }

    @Test func anOfficersOlderEntryCannotBePassedOff() throws {
        let older = try compare { $0.officers[0].day = -1 }
        let sameTime = try compare { $0.officers[0].sealingKey = "y" }
        for comparison in [older, sameTime] { #expect(comparison.changes.map(\.code) == ["officer-entry-stale"]) }
    }

    @Test func anOfficerWhoComesBackWithAnotherKeyIsAnAlarm() throws {
        let peng = try Codename("PENG DEHUAI")
        let change: (inout CardSample) -> Void = { $0.officers.append(("PENG DEHUAI", 11, 0, "z")) }
        let (old, new) = (try CardSample.keyLine(12), try CardSample.keyLine(11))
        #expect(try compare(change, remembered: [peng: new]) == .renewed([.newOfficer(peng)]))
        #expect(try compare(change, remembered: [peng: old]) == .alarm([.officerKey(peng, old: old, new: new)]))
    }

    @Test func aChangeIsDescribedInOneLine() throws {
        let comparison = try compare {
            $0.postQuantumKey = 9
            $0.stationKey = 9
            $0.officers = []
        }
        for change in comparison.changes {
            #expect(!change.description.utf8.contains(0x0A) && change.description.utf8.count < 250)
        }
    }

    @Test func aKeyForCardsIsTakenOverAndIsNoOtherKeyOnTheCard() throws {
        let card = try CardSample(serial: 4, day: 1, cardKey: "z").card()
        #expect(try Card(parsing: card.bytes) == card)
        #expect(CardComparison.compare(pinned: try CardSample().card(), received: card) == .renewed([.cardKey]))
        #expect(throws: FormatError.self) { try CardSample(cardKey: "q").card() }
    }
}

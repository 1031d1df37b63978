import Testing

@testable import Telegrams

@Suite struct CardTests {
    @Test func aCardIsReadBackTheSame() throws {
        let card = try CardSample().card()
        #expect(try Card(parsing: card.bytes) == card)
        #expect(card.bytes.starts(with: card.signedBytes))
    }

    @Test func officersArePutInOrder() throws {
        var sample = CardSample()
        sample.officers = [("PENG DEHUAI", 11, 0, "z"), ("MAO ZEDONG", 10, 0, "p")]
        #expect(try sample.card().officers.map(\.name.description) == ["MAO ZEDONG", "PENG DEHUAI"])
    }

    @Test func anOfficerSignsHisStationAndEverythingOfHisEntry() throws {
        let officer = try #require(try CardSample().card().officers.first)
        let text = """
            CABLEGRAM OFFICER 1
            station: BEIJING
            officer: MAO ZEDONG
            officer-issued: 2026-11-23T10:00:00Z
            officer-key: \(officer.key)
            officer-sealing-key: \(officer.sealingKeys[0])

            """
        #expect(officer.signedBytes(station: try Designator("BEIJING")) == Array(text.utf8))
        #expect(officer.signedBytes(station: try Designator("WONSAN")) != Array(text.utf8))
    }

    @Test func theFingerprintOutlivesSealingKeysButNoLongLivedKey() throws {
        let input = try CardSample().card().fingerprintInput
        var sample = CardSample(serial: 4, day: 1, sealingKey: "r", endpoints: [])
        sample.officers[0].sealingKey = "y"
        #expect(try sample.card().fingerprintInput == input)
        for change in Self.longLived {
            var changed = CardSample()
            change(&changed)
            #expect(try changed.card().fingerprintInput != input)
        }
    }

    private static let longLived: [@Sendable (inout CardSample) -> Void] = [
        { $0.station = "WONSAN" }, { $0.stationKey = 9 }, { $0.postQuantumKey = 9 }, { $0.logKey = nil },
        { $0.officers = [] }, { $0.officers[0].key = 9 }, { $0.officers[0].name = "MAO" },
    ]

    @Test func theBuilderRefusesWhatAReaderWouldRefuse() {
        let faults: [(inout CardSample) -> Void] = [
            { $0.serial = 0 }, { $0.endpoints = ["a\nb"] }, { $0.endpoints = [""] }, { $0.endpoints = ["a", "a"] },
            { $0.officers[0].key = 1 }, { $0.officers[0].sealingKey = "q" }, { $0.officers.append($0.officers[0]) },
            { $0.endpoints = ["a\nsignature: AAAA"] }, { $0.endpoints = ["a "] }, { $0.station = "beijing" },
            { $0.postQuantumKey = 0 }, { sample in sample.endpoints = (0..<17).map { "tcp \($0)" } },
        ]
        for (index, fault) in faults.enumerated() {
            var sample = CardSample()
            fault(&sample)
            #expect(throws: FormatError.self, "fault \(index)") { try sample.card() }
        }
    }

    @Test func timesWithFractionsOfASecondAreRefused() throws {
        #expect(throws: FormatError.self) {
            try OfficerContent(
                name: Codename("MAO"), issued: Instant(milliseconds: 1), key: CardSample.keyLine(1), sealingKeys: [])
        }
    }

    @Test func aSignatureHasTheSizeThatItsKeyAsksFor() throws {
        let content = try CardSample().content()
        #expect(throws: FormatError.self) { try Card(content, signature: Array(repeating: 0, count: 77)) }
        let officer = try OfficerContent(
            name: Codename("MAO"), issued: CardSample.start, key: CardSample.keyLine(1, .hardwareEd25519),
            sealingKeys: [])
        #expect(throws: FormatError.self) { try OfficerEntry(officer, signature: Array(repeating: 0, count: 72)) }
        #expect(try OfficerEntry(officer, signature: Array(repeating: 0, count: 77)).sealingKeys.isEmpty)
    }

    @Test func theLargestCardFits() throws {
        var sample = CardSample()
        sample.endpoints = (0..<16).map { "\($0) " + String(repeating: "x", count: 250) }
        let card = try sample.card()
        let officers = try (0..<64).map { number in
            try OfficerContent(
                name: Codename(String(repeating: "A", count: 46) + "\(10 + number)"), issued: CardSample.start,
                key: CardSample.keyLine(UInt8(100 + number), .hardwareEd25519),
                sealingKeys: try (0..<8).map { index in
                    try Self.distinctKey(number * 8 + index, day: Int64(index))
                })
        }
        let content = try CardContent(
            station: card.station, serial: Card.serialLimit, issued: card.issued, stationKey: card.stationKey,
            postQuantumKey: card.postQuantumKey, logKey: card.logKey, sealingKeys: card.sealingKeys,
            endpoints: card.endpoints,
            officers: try officers.map { try OfficerEntry($0, signature: Array(repeating: 7, count: 77)) })
        let largest = try Card(content, signature: card.signature)
        #expect(largest.bytes.count < Card.sizeLimit)
        #expect(try Card(parsing: largest.bytes) == largest)
    }

    private static func distinctKey(_ number: Int, day: Int64) throws -> SealingKey {
        let digits = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l")
        let tail = String([digits[number / 32], digits[number % 32]])
        let from = CardSample.start.adding(days: day)
        return try SealingKey(
            recipient: "age1pq1" + String(repeating: "x", count: 1950) + tail, from: from, until: from.adding(days: 14))
    }
}

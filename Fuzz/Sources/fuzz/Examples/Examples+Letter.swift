import Telegrams

extension Examples {
    static func letters() throws -> [(FuzzTarget, [[UInt8]])] {
        let telegram = try telegram()
        let manifest = try manifest(of: telegram)
        let covers = try covers()
        let letter = try Letter(
            manifest: manifest.text[...], signature: ArraySlice(repeating: 7, count: 72),
            seed: ArraySlice(repeating: 8, count: 32), telegram: telegram.text[...],
            enclosures: [Array("an answer".utf8)[...], []])
        let parcel = try Parcel(
            cover: covers[0].text[...], signature: ArraySlice(repeating: 7, count: 77),
            content: Array("content".utf8)[...])
        return [
            (.manifest, [manifest.text]),
            (.letter, PaddingStep.allCases.map { letter.bytes(padding: $0) }),
            (.parcel, PaddingStep.allCases.map { parcel.bytes(padding: $0) }),
            (.cover, covers.map(\.text)),
        ]
    }

    private static func manifest(of telegram: Telegram) throws -> Manifest {
        let key = try KeyFingerprint(fingerprint)
        return try Manifest(
            station: telegram.from.station, number: telegram.number, dateTime: telegram.dateTime,
            sender: Manifest.Party(key: key, address: telegram.from),
            recipients: telegram.to.map { Manifest.Party(key: key, address: $0) },
            infoRecipients: telegram.info.map { Manifest.Party(key: key, address: $0) },
            enclosures: telegram.enclosures.map(\.digest), segmentCount: telegram.segments.count,
            root: try Digest256(hex: digest))
    }

    private static func covers() throws -> [Cover] {
        let digest = try Digest256(hex: digest)
        let officers = [try Codename("MAO ZEDONG")]
        let part = Cover.Part(enclosure: digest, size: 90_000, offset: 60_000, index: 2, count: 2)
        let contents: [Cover.Content] = [.letter, .part(part), .service]
        return try contents.map { content in
            try Cover(
                from: try Designator("MOSCOW"), to: try Designator("BEIJING"), channel: 12, precedence: .immediate,
                content: content, officers: content == .service ? [] : officers,
                infoOfficers: content == .letter ? [try Codename("KIM IL SUNG")] : [],
                careOf: content == .service ? [] : officers, digest: digest)
        }
    }
}

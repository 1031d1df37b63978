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
        let part = Cover.Part(enclosure: digest, size: 90_000, offset: 60_000, index: 2, count: 2)
        return [try fullCover(), try cover(of: .part(part)), try cover(of: .service)]
    }

    /// The cover of a letter with every field.
    private static func fullCover() throws -> Cover {
        let digest = try Digest256(hex: digest)
        let (mao, kim) = (try Codename("MAO ZEDONG"), try Codename("KIM IL SUNG"))
        return try Cover(
            from: Designator("MOSCOW"), fromKey: KeyFingerprint(fingerprint), to: Designator("BEIJING"),
            toKey: KeyFingerprint(fingerprint), incarnation: Incarnation("\(incarnation) 1951-06-30T18:00:00Z"),
            channel: 12, replaces: 9, precedence: .immediate, due: Instant(rfc3339: "1951-07-01T12:00:00Z"),
            content: .letter, officers: [mao], infoOfficers: [kim], careOf: [mao],
            sealedTo: [Cover.SealedTo(mao, key: digest), Cover.SealedTo(kim, key: digest)],
            announces: [Cover.Announcement(digest: digest, size: 90_000)], digest: digest)
    }

    private static func cover(of content: Cover.Content) throws -> Cover {
        try Cover(
            from: Designator("MOSCOW"), fromKey: KeyFingerprint(fingerprint), to: Designator("BEIJING"),
            toKey: KeyFingerprint(fingerprint), incarnation: Incarnation("\(incarnation) 1951-06-30T18:00:00Z"),
            channel: 12, precedence: .immediate, content: content, digest: Digest256(hex: digest))
    }
}

import Telegrams

extension FuzzTarget {
    static let manifest = FuzzTarget("manifest", longestInput: 2048) { bytes in
        let manifest = try Manifest(parsing: bytes)
        promise("prints as it was read") { manifest.text == bytes }
        promise("is put together again from its parts") {
            try Manifest(
                station: manifest.station, number: manifest.number, dateTime: manifest.dateTime,
                sender: manifest.sender,
                recipients: manifest.recipients, infoRecipients: manifest.infoRecipients,
                enclosures: manifest.enclosures, segmentCount: manifest.segmentCount,
                root: manifest.root) == manifest
        }
    }

    static let letter = FuzzTarget("letter", longestInput: 2048) { bytes in
        let letter = try Letter(parsing: bytes)
        promise("prints as it was read, with one of the paddings") {
            PaddingStep.allCases.contains { letter.bytes(padding: $0) == bytes }
        }
        for step in PaddingStep.allCases {
            promise("reads back with every padding") { try Letter(parsing: letter.bytes(padding: step)) == letter }
        }
    }

    static let parcel = FuzzTarget("parcel", longestInput: 2048) { bytes in
        let parcel = try Parcel(parsing: bytes)
        promise("prints as it was read, with one of the paddings") {
            PaddingStep.allCases.contains { parcel.bytes(padding: $0) == bytes }
        }
        for step in PaddingStep.allCases {
            promise("reads back with every padding") { try Parcel(parsing: parcel.bytes(padding: step)) == parcel }
        }
    }

    static let cover = FuzzTarget("cover", longestInput: 2048) { bytes in
        let cover = try Cover(parsing: bytes)
        promise("prints as it was read") { cover.text == bytes }
        promise("is put together again from its parts") {
            try Cover(
                from: cover.from, fromKey: cover.fromKey, to: cover.to, toKey: cover.toKey,
                incarnation: cover.incarnation, channel: cover.channel, replaces: cover.replaces,
                precedence: cover.precedence, due: cover.due, content: cover.content, officers: cover.officers,
                infoOfficers: cover.infoOfficers, careOf: cover.careOf, sealedTo: cover.sealedTo,
                announces: cover.announces, digest: cover.digest) == cover
        }
        promise("numbers count from 1 and stay countable") {
            (1...ChannelNumber.greatest).contains(cover.channel)
                && (cover.replaces.map { $0 >= 1 && $0 < cover.channel } ?? true)
        }
        promise("only letters are sealed to officers and announce") {
            cover.content == .letter || cover.sealedTo.isEmpty && cover.announces.isEmpty
        }
        if case .part(let part) = cover.content { _ = try? part.length(contentSize: bytes.count) }
    }

    static let notice = FuzzTarget("notice", longestInput: 512) { bytes in
        let notice = try Notice(line: text(bytes))
        promise("prints as it was read") { notice.description.utf8.elementsEqual(bytes) }
        promise("stands in a paragraph") { try Notice.paragraph([notice]).utf8.elementsEqual(bytes) }
    }
}

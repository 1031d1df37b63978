import Telegrams

extension FuzzTarget {
    static let card = FuzzTarget("card", longestInput: 8192) { bytes in
        let card = try Card(parsing: bytes)
        promise("prints as it was read") { card.bytes == bytes && bytes.starts(with: card.signedBytes) }
        promise("is put together again from its parts") {
            let content = try CardContent(
                station: card.station, serial: card.serial, issued: card.issued, stationKey: card.stationKey,
                postQuantumKey: card.postQuantumKey, logKey: card.logKey, sealingKeys: card.sealingKeys,
                endpoints: card.endpoints, officers: card.officers)
            return try Card(content, signature: card.signature) == card
        }
        promise("is the same as itself") { CardComparison.compare(pinned: card, received: card) == .same }
    }

    static let keyLine = FuzzTarget("key-line", longestInput: 512) { bytes in
        let line = try text(bytes)
        let key = try KeyLine(line)
        promise("prints as it was read") { key.description.utf8.elementsEqual(bytes) }
        promise("is put together again from its parts") { try KeyLine(algorithm: key.algorithm, blob: key.blob) == key }
    }
}

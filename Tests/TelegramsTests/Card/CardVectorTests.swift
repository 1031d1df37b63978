import Testing

@testable import Telegrams

@Suite struct CardVectorTests {
    @Test func everyVectorIsReadOrRefusedAsItsHeaderSays() throws {
        let vectors = try HeaderedVector.all(of: "card")
        for vector in vectors {
            if vector.isAccepted { try accept(vector) } else { refuse(vector) }
        }
        print("card vectors run: \(vectors.count)")
        #expect(vectors.count >= 50)
    }

    private func accept(_ vector: HeaderedVector) throws {
        let card = try Card(parsing: vector.text)
        #expect(card.bytes == vector.text, "\(vector)")
        let digest = try Digest256(hex: vector.fields["fingerprint digest"] ?? "")
        var read: [String: String] = [
            "expect": "accept", "station": "\(card.station)", "serial": "\(card.serial)",
            "officers": "\(card.officers.count)", "signed size": "\(card.signedBytes.count)",
            "fingerprint input": CanonicalBase64.encode(card.fingerprintInput),
            "fingerprint digest": "\(digest)",
            "words": try FingerprintWords(digest: digest.bytes).words.joined(separator: " "),
        ]
        for (index, officer) in card.officers.enumerated() {
            read["officer text \(index + 1)"] = CanonicalBase64.encode(officer.signedBytes(station: card.station))
        }
        for (name, value) in vector.fields { #expect(read[name] == value, "\(vector): \(name)") }
        #expect(vector.text.starts(with: card.signedBytes), "\(vector)")
    }

    private func refuse(_ vector: HeaderedVector) {
        do throws(FormatError) {
            _ = try Card(parsing: vector.text)
            Issue.record("\(vector): accepted")
        } catch {
            #expect(
                vector.fields["expect"] == "reject" + (error.line.map { " line \($0)" } ?? ""), "\(vector): \(error)")
            #expect(error.rule.contains(vector.fields["rule"] ?? "?"), "\(vector): \(error)")
        }
    }
}

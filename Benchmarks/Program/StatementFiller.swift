import Desk
import Station
import Telegrams

/// Files joint statements among an officer's papers, each of them different.
struct StatementFiller {
    private let station: Station
    private let session: OfficerSession

    /// Reads the passphrase of the officer from standard input.
    init(folder: String, officer: String) throws {
        (station, session) = try OfficerAtWork.open(folder: folder, officer: officer)
    }

    func fill(_ count: Int) throws {
        let signatory = try Signatory(name: "SUPREME COMMAND", key: station.signatoryKey(session.officer))
        for number in 1...max(1, count) {
            let words = SampleText(seed: UInt64(number)).paragraph.split(separator: "\n").map(String.init)
            let statement = try Statement(
                number: number, profile: .utf8, date: Instant(seconds: -583_804_800), signatories: [signatory],
                text: words)
            try station.file(statement, session: session)
        }
    }
}

import Desk
import Station
import Telegrams

/// Lays telegrams of 1,000 bytes ready among an officer's drafts, as so many times `cable write` would.
struct DraftWriter {
    private let station: Station
    private let session: OfficerSession

    /// Reads the passphrase of the officer from standard input.
    init(folder: String, officer: String) throws {
        (station, session) = try OfficerAtWork.open(folder: folder, officer: officer)
    }

    /// - Parameter seed: drafts of different seeds have different texts.
    func write(_ count: Int, to addressee: String, seed: Int) throws {
        for number in 0..<count {
            let text = SampleText(seed: UInt64(seed + number)).paragraph.split(separator: "\n").joined(separator: " ")
            let content = Telegram.Content(
                precedence: .routine, to: [try Address(addressee)], kind: .report, matter: "ARMISTICE",
                subject: "Report \(seed + number)", paragraphs: [text])
            _ = try station.keep(DraftPaper(try Draft(from: session.officer, content: content)), session: session)
        }
    }
}

import Age
import Desk
import FoundationEssentials
import Register
import Sealing
import Station
import Telegrams
import Traffic

/// A station of a test network, and shorthand for what officers do there.
package struct TestStation: Sendable {
    package let station: Station
    package let network: TestNetwork

    package init(station: Station, network: TestNetwork) {
        self.station = station
        self.network = network
    }

    package var name: String { station.designator.description }
    package var home: String { station.home.path }

    /// The station as another process has it.
    package func another() throws -> TestStation {
        let clock = network.clock
        return TestStation(
            station: try Station(home: station.home, clock: { clock.now }, uptime: { clock.uptime }), network: network)
    }

    package var card: Card {
        get throws { try station.card(of: station.designator).card }
    }

    // MARK: Officers

    package static let workFactor = 2

    package static func passphrase(_ text: String = "correct horse") -> SecretBytes {
        SecretBytes(copying: Array(text.utf8))
    }

    @discardableResult
    package func add(_ officer: String) throws -> OfficerSession {
        try station.addOfficer(
            Codename(officer), signingKey: .generated, passphrase: Self.passphrase(), workFactor: Self.workFactor,
            sshAgentSocket: nil)
    }

    /// An officer's keys, opened anew.
    package func session(_ officer: String) throws -> OfficerSession {
        try station.unlock(Codename(officer), passphrase: Self.passphrase(), sshAgentSocket: nil)
    }

    // MARK: Telegrams

    @discardableResult
    package func send(
        _ subject: String, from officer: String, to: [String], info: [String] = [], careOf: [String] = [],
        precedence: Precedence = .routine, body: String = "Your 512 received.", attachments: [Attachment] = []
    ) throws -> SentTelegram {
        try station.send(
            paper(
                subject, to: to, info: info, careOf: careOf, precedence: precedence, body: body,
                attachments: attachments),
            session: session(officer))
    }

    package func paper(
        _ subject: String, to: [String], info: [String] = [], careOf: [String] = [], precedence: Precedence = .routine,
        body: String = "Your 512 received.", attachments: [Attachment] = []
    ) throws -> DraftPaper {
        let content = Telegram.Content(
            precedence: precedence, to: try to.map { try Address($0) }, info: try info.map { try Address($0) },
            careOf: try careOf.map { try Address($0) }, kind: .instruction, matter: "negotiations", subject: subject,
            paragraphs: [body])
        return DraftPaper(try Draft(from: nil, content: content), attachments: attachments)
    }

    /// Numbers of the telegrams that wait for an officer, or for anybody.
    package func waiting(for officer: String? = nil) throws -> [Int64] {
        try station.inbox(of: officer.map { try Codename($0) }, limit: 10_000).waiting.map(\.entry.number)
    }

    @discardableResult
    package func open(_ number: Int64, as officer: String) throws -> OpenedTelegram {
        try station.open(number, session: session(officer))
    }

    /// The subjects of everything that came and is not a service telegram, as an officer opens it, in order of number.
    package func openAll(as officer: String) throws -> [String] {
        let result = try station.openAll(session: session(officer))
        guard result.failed.isEmpty else { throw result.failed[0].error }
        return result.opened.sorted { $0.entry.number < $1.entry.number }.compactMap(\.telegram.subject)
    }

    package func addressee(_ address: String, of number: Int64) throws -> Addressee? {
        let address = try Address(address)
        return try station.trace(number).addressees.first { $0.address == address }
    }

    // MARK: State

    package var gaps: [Int64] {
        get throws { try station.inbox(of: nil, limit: 1).gaps.map(\.channel) }
    }

    package var quarantined: [QuarantineRecord] {
        get throws { try station.register.read { try $0.quarantined() } }
    }

    package var numbers: [Int64] {
        get throws { try station.list(limit: 10_000, includingService: true).map(\.entry.number).reversed() }
    }

    package func requireGoodRegister() throws {
        let check = try station.checkRegister()
        guard check.isGood else {
            throw StationError(.damaged, Wording(verbatim: check.findings.faults.joined(separator: "; ")))
        }
    }

    /// Every file of the station with its content.
    package func files() throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: home) {
            var isFolder = false
            guard FileManager.default.fileExists(atPath: "\(home)/\(path)", isDirectory: &isFolder), !isFolder else {
                continue
            }
            found[path] = FileManager.default.contents(atPath: "\(home)/\(path)").map { Array($0) } ?? []
        }
        return found
    }

    /// Puts a copy of the whole station aside, as a crash would leave it.
    package func snapshot() throws -> String {
        let copy = "\(home).\(UInt64.random(in: .min ... .max))"
        try FileManager.default.copyItem(atPath: home, toPath: copy)
        return copy
    }

    /// Puts the station back to what it was; other connections to its register must not be used afterwards.
    package func restored(from snapshot: String) throws -> TestStation {
        try FileManager.default.removeItem(atPath: home)
        try FileManager.default.copyItem(atPath: snapshot, toPath: home)
        return try another()
    }
}

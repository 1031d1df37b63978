import DurableFiles
import Links
import Register
import SSHSignatures
import Sealing
import Station
import Telegrams
import Traffic

/// A joint statement in an officer's papers, and who has signed it.
package struct FiledStatement: Sendable {
    package var statement: Statement
    package var digest: Digest256
    /// The entry by which it came; nil where it was drafted here.
    package var source: Int64?
    package var filed: Instant
    package var released: Instant?
    /// The signatures received so far and not withdrawn, each verified, by key.
    package var signatures: [KeyIdentifier: String]
    /// The withdrawals that count, each verified, by key.
    package var withdrawals: [KeyIdentifier: String]
    /// Who has withdrawn when all had signed, which is too late.
    package var lateWithdrawals: [Signatory]

    package var withdrawn: [Signatory] { statement.signatories.filter { withdrawals[$0.key] != nil } }
    package var missing: [Signatory] { statement.signatories.filter { signatures[$0.key] == nil } }
    package var isComplete: Bool { missing.isEmpty }
}

/// How a statement is sent round.
package struct Circulation: Sendable {
    package var to: [Address]
    package var info: [Address]
    /// Words of the officer's own.
    package var remark: String?
    package var precedence: Precedence
    package var matter: String

    package init(to: [Address], info: [Address] = [], remark: String? = nil, precedence: Precedence, matter: String) {
        self.to = to
        self.info = info
        self.remark = remark
        self.precedence = precedence
        self.matter = matter
    }
}

extension Station {
    static let statementMediaType = "text/vnd.cablegram.statement"
    static let signatureMediaType = "application/vnd.cablegram.signature"
    static let withdrawalMediaType = "application/vnd.cablegram.withdrawal"

    /// The key with which a signatory will sign: that of an officer on a pinned card.
    package func signatoryKey(_ officer: Address) throws -> KeyIdentifier {
        guard let name = officer.officer else {
            throw StationError(.invalid, "\(officer) is a station; a statement is signed by officers")
        }
        return try KeyIdentifier(officerKey(name, on: card(of: officer.station)))
    }

    private func officerKey(_ name: Codename, on status: CardStatus) throws -> PublicKey {
        try status.requireNoAlarm()
        guard let entry = status.card.officer(name) else {
            throw StationError(.notFound, "the card of \(status.card.station) names no \(name)")
        }
        return try PublicKey(entry.key)
    }

    /// Files a statement among an officer's papers.
    @discardableResult
    package func file(_ statement: Statement, session: OfficerSession) throws -> FiledStatement {
        try register.write { try file(statement, source: nil, session: session, in: $0) }
        return try self.statement(statement.digest, session: session)
    }

    func file(
        _ statement: Statement, source: Int64?, session: OfficerSession, in writer: Register.Writer
    ) throws {
        let digest = statement.digest.bytes
        let sealed = try session.archiveKey.seal(statement.bytes, for: .statement(digest: digest))
        try writer.fileStatement(
            digest: digest, sealed: sealed, mark: session.mark(of: statement),
            signatories: statement.signatories.map(\.key.bytes), officer: session.codename, source: source, at: now())
    }

    package func statements(session: OfficerSession) throws -> [FiledStatement] {
        try register.read { reader in
            try reader.statements(of: session.codename).map { try filed($0, session: session, in: reader) }
        }
    }

    func filed(
        _ record: StatementRecord, session: OfficerSession, in reader: Register.Reader
    ) throws -> FiledStatement {
        try filed(text(of: record, session: session), record, in: reader)
    }

    func text(of record: StatementRecord, session: OfficerSession) throws -> Statement {
        try Statement(parsing: session.archiveKey.open(record.sealed, for: .statement(digest: record.digest)))
    }

    private func filed(
        _ statement: Statement, _ record: StatementRecord, in reader: Register.Reader
    ) throws -> FiledStatement {
        let withdrawals = try reader.withdrawals(from: record.digest)
        let withdrawn = Set(withdrawals.filter { !$0.isLate }.map(\.key))
        let late = Set(withdrawals.filter(\.isLate).map(\.key))
        func byKey(_ entries: [(key: [UInt8], signature: String)]) throws -> [KeyIdentifier: String] {
            try Dictionary(entries.map { (try KeyIdentifier(bytes: $0.key), $0.signature) }) { first, _ in first }
        }
        return FiledStatement(
            statement: statement, digest: try Digest256(record.digest), source: record.source, filed: record.filed,
            released: record.released,
            signatures: try byKey(
                reader.signatures(to: record.digest).filter { !withdrawn.contains($0.key) }.map {
                    ($0.key, $0.signature)
                }),
            withdrawals: try byKey(withdrawals.filter { !$0.isLate }.map { ($0.key, $0.signature) }),
            lateWithdrawals: statement.signatories.filter { late.contains($0.key.bytes) })
    }

    /// Sends a statement with the signatures and withdrawals that are here.
    ///
    /// - Parameter together: what else is noted in the same transaction.
    package func circulate(
        _ filed: FiledStatement, by circulation: Circulation, session: OfficerSession,
        together: (Register.Writer) throws -> Void = { _ in }
    ) throws -> SentTelegram {
        let missing = filed.missing.map { quoted($0.name) }.joined(separator: ", ")
        let withdrawn = filed.withdrawn.map(\.name).joined(separator: ", ")
        let state =
            !withdrawn.isEmpty
            ? "Withdrawn by: \(withdrawn)."
            : missing.isEmpty ? "It is complete." : "Signatures missing: \(missing)."
        let content = Telegram.Content(
            precedence: circulation.precedence, to: circulation.to, info: circulation.info, kind: .draft,
            matter: circulation.matter,
            subject: "Joint statement \(filed.statement.number)",
            paragraphs: (circulation.remark.map { [$0] } ?? []) + [
                "Joint statement \(filed.statement.number) is enclosed. \(state)"
            ])
        let draft = try Draft(from: session.officer, content: content)
        return try send(
            DraftPaper(draft, attachments: enclosures(of: filed)), session: session, together: together)
    }

    /// What a telegram must enclose to circulate a statement, with the signatures that are here.
    private func enclosures(of filed: FiledStatement) -> [Attachment] {
        let number = filed.statement.number
        let text = Attachment(
            name: "statement-\(number).txt", mediaType: Self.statementMediaType, source: .bytes(filed.statement.bytes))
        let signatures = filed.statement.signatories.enumerated().compactMap { index, signatory in
            filed.signatures[signatory.key].map {
                Attachment(
                    name: "statement-\(number).\(index + 1).sig", mediaType: Self.signatureMediaType,
                    source: .bytes(Array($0.utf8)))
            }
        }
        let withdrawals = filed.statement.signatories.enumerated().compactMap { index, signatory in
            filed.withdrawals[signatory.key].map {
                Attachment(
                    name: "statement-\(number).\(index + 1).withdrawal", mediaType: Self.withdrawalMediaType,
                    source: .bytes(Array($0.utf8)))
            }
        }
        return [text] + signatures + withdrawals
    }

    /// Signs a statement with an officer's key.
    ///
    /// - Throws: `StationError` with code `refused` where a blank is open, the key is none of the signatories', or one
    ///   of them has withdrawn.
    package func sign(_ filed: FiledStatement, session: OfficerSession) throws -> FiledStatement {
        if let obstacle = filed.statement.signingObstacles.first {
            throw StationError(.refused, "this text cannot be signed: \(obstacle)", hint: obstacle.hint)
        }
        let signatory = try signatory(session, of: filed)
        try requireNobodyHasWithdrawn(from: filed)
        let signature = try filed.statement.sign(with: session.signer())
        try register.write { writer in
            // Somebody may have withdrawn since it was read.
            try requireNobodyHasWithdrawn(from: statement(filed.digest, session: session, in: writer.reader))
            try writer.addSignature(
                StatementSignatureRecord(
                    key: signatory.key.bytes, signature: signature.armored, received: now(), source: nil),
                to: filed.digest.bytes)
        }
        return try statement(filed.digest, session: session)
    }

    func signatory(_ session: OfficerSession, of filed: FiledStatement) throws -> Signatory {
        let key = try KeyIdentifier(session.publicKey)
        guard let signatory = filed.statement.signatories.first(where: { $0.key == key }) else {
            throw StationError(
                .refused, "\(session.officer) is none of the signatories of statement \(filed.statement.number)",
                hint: "his key is \(key)")
        }
        return signatory
    }

    // MARK: Release

    /// Releases a complete statement: a folder with the text, every signature and a page for the outsider, written to a
    /// place of choice and to every broadcast folder.
    ///
    /// What is released is the statement as it is at that moment, whatever was shown before: nobody can withdraw between
    /// the check and the release. Where a folder cannot be written, it is not marked as released; doing it again mends that.
    ///
    /// - Returns: the folders.
    /// - Throws: `StationError` with code `refused`, naming who is missing.
    package func release(_ filed: FiledStatement, into folder: String?, session: OfficerSession) throws -> [String] {
        try register.write { writer in
            let filed = try statement(filed.digest, session: session, in: writer.reader)
            try requireReleasable(filed)
            let broadcasts = try writer.reader.links().filter { $0.peer == nil }
            let folders = try publish(filed, in: broadcasts, and: folder)
            try writer.setReleased(filed.digest.bytes, officer: session.codename, at: now())
            return folders
        }
    }

    private func requireReleasable(_ filed: FiledStatement) throws {
        try requireNobodyHasWithdrawn(from: filed)
        guard !filed.isComplete else { return }
        let names = filed.missing.map { quoted($0.name) }.joined(separator: ", ")
        throw StationError(
            .refused,
            "statement \(filed.statement.number) cannot be released: the signature of \(names) is missing",
            hint:
                "all \(filed.statement.signatories.count) must sign; see 'cable statement show \(filed.statement.number)'"
        )
    }

    private func publish(
        _ filed: FiledStatement, in broadcasts: [LinkRecord], and folder: String?
    ) throws -> [String] {
        let files = try releasedFiles(filed)
        let name = "statement-\(filed.statement.number)"
        let here = designator.description
        var places = try broadcasts.map { try BroadcastFolder(name: $0.name, folder: $0.path, here: here) }
        if let folder {
            let target = try BroadcastFolder(name: "release", folder: folder, here: here)
            try target.prepare()
            places.append(target)
        }
        for place in places { try place.publish(name, files: files) }
        return (broadcasts.map(\.path) + [folder].compactMap(\.self)).map { "\($0)/\(name)" }
    }

    private func releasedFiles(_ filed: FiledStatement) throws -> [NewFile] {
        let released = ReleasedStatement(filed.statement)
        var files = [
            NewFile(name: ReleasedStatement.readmeName, bytes: Array(released.readme.utf8)),
            NewFile(name: released.textName, bytes: filed.statement.bytes),
        ]
        var keys: [KeyLine] = []
        for (index, signatory) in filed.statement.signatories.enumerated() {
            guard let armored = filed.signatures[signatory.key] else { continue }
            keys.append(try KeyLine(Signature(armored: armored).publicKey))
            files.append(NewFile(name: released.signatureName(index + 1), bytes: Array(armored.utf8)))
        }
        files.append(
            NewFile(name: ReleasedStatement.allowedSignersName, bytes: Array(try released.allowedSigners(keys).utf8)))
        return files
    }
}

import Register
import SSHSignatures
import Sealing
import Station
import Telegrams
import Traffic

// Statements, signatures and withdrawals that come in telegrams.

/// What an opened telegram holds of statements, each signature verified over the text that it signs.
struct StatementPapers: Sendable {
    /// The entry by which they came.
    var source: Int64
    var statements: [Statement] = []
    var withdrawals: [Signed] = []
    var signatures: [Signed] = []

    /// An armored SSHSIG of one of a statement's signatories.
    struct Signed: Sendable {
        var statement: Statement
        var key: KeyIdentifier
        var armored: [UInt8]
    }

    var isEmpty: Bool { statements.isEmpty && withdrawals.isEmpty && signatures.isEmpty }
}

extension Station {
    /// A signature that comes without its text is tried on so many of the texts that its key is still to sign.
    private static let textsTried = 64

    /// Takes statements, withdrawals and signatures out of opened telegrams, before anything is written.
    ///
    /// A signature counts only if it verifies over a text that is here: one that came with it, which is how they are sent,
    /// or one that its key is still to sign.
    func statementPapers(in messages: [OpenedTelegram], session: OfficerSession) throws -> [StatementPapers] {
        var papers = messages.map(Self.texts)
        let arrived = papers.flatMap(\.statements)
        func text(_ own: [Statement], _ isSigned: (Statement) -> Bool, by key: KeyIdentifier) throws -> Statement? {
            try own.first(where: isSigned) ?? arrived.first(where: isSigned)
                ?? texts(awaiting: key, session: session).first(where: isSigned)
        }
        for (index, message) in messages.enumerated() {
            for (type, armored) in Self.parts(of: message) where type != Self.statementMediaType {
                guard let key = try? KeyIdentifier(Signature(armored: armored).publicKey) else { continue }
                let isSigned = { Self.signs(armored, as: type, key, $0) }
                guard let statement = try text(papers[index].statements, isSigned, by: key) else { continue }
                let signed = StatementPapers.Signed(statement: statement, key: key, armored: armored)
                if type == Self.withdrawalMediaType {
                    papers[index].withdrawals.append(signed)
                } else {
                    papers[index].signatures.append(signed)
                }
            }
        }
        return papers
    }

    private static func parts(of message: OpenedTelegram) -> [(type: String, bytes: [UInt8])] {
        let inline = message.telegram.content.enclosures.filter { $0.carriage == .inline }
        let types: Set = [statementMediaType, signatureMediaType, withdrawalMediaType]
        return zip(inline, message.letter.enclosures).compactMap { line, bytes in
            types.contains(line.mediaType) ? (line.mediaType, Array(bytes)) : nil
        }
    }

    private static func texts(in message: OpenedTelegram) -> StatementPapers {
        let texts = parts(of: message).filter { $0.type == statementMediaType }
        return StatementPapers(
            source: message.entry.number, statements: texts.compactMap { try? Statement(parsing: $0.bytes) })
    }

    private func texts(awaiting key: KeyIdentifier, session: OfficerSession) throws -> [Statement] {
        try register.read {
            try $0.statements(of: session.codename, awaiting: key.bytes, limit: Self.textsTried)
        }.map { try text(of: $0, session: session) }
    }

    private static func signs(_ armored: [UInt8], as type: String, _ key: KeyIdentifier, _ statement: Statement) -> Bool
    {
        guard statement.signatories.contains(where: { $0.key == key }) else { return false }
        guard type == signatureMediaType else { return statement.signatory(withdrawingBy: armored)?.key == key }
        return StatementSignature(source: "", armored: armored, over: statement.bytes).finding == .verifies(key)
    }

    /// Files what was taken out of a telegram.
    func file(_ papers: StatementPapers, session: OfficerSession, in writer: Register.Writer) throws {
        for statement in papers.statements {
            try file(statement, source: papers.source, session: session, in: writer)
        }
        // In this order: who sends both knows of the withdrawal.
        for signed in papers.withdrawals { try noteWithdrawal(signed, source: papers.source, in: writer) }
        for signed in papers.signatures {
            try writer.addSignature(
                StatementSignatureRecord(
                    key: signed.key.bytes, signature: String(decoding: signed.armored, as: UTF8.self), received: now(),
                    source: papers.source),
                to: signed.statement.digest.bytes)
        }
    }
}

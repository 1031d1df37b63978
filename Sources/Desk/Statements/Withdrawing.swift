import Register
import SSHSignatures
import Sealing
import Station
import Telegrams
import Traffic

// Withdrawing a signature to a joint statement (docs/formats/statement.md).

extension Station {
    /// Withdraws an officer's signature, which can be done until the last one is given, and tells others, in one
    /// transaction: where nobody can be told, nothing is withdrawn.
    ///
    /// Who has withdrawn already tells others once more.
    ///
    /// - Throws: `StationError` with code `refused` where all have signed, or he has not; and what sending throws.
    package func withdraw(
        _ filed: FiledStatement, telling circulation: Circulation, session: OfficerSession
    ) throws -> SentTelegram {
        let signatory = try signatory(session, of: filed)
        guard filed.withdrawals[signatory.key] == nil else {
            return try circulate(filed, by: circulation, session: session)
        }
        guard filed.signatures[signatory.key] != nil else {
            throw StationError(.refused, "\(session.officer) has not signed statement \(filed.statement.number)")
        }
        let withdrawal = try filed.statement.withdraw(with: session.signer()).armored
        var withdrawn = filed
        withdrawn.signatures[signatory.key] = nil
        withdrawn.withdrawals[signatory.key] = withdrawal
        return try circulate(withdrawn, by: circulation, session: session) { writer in
            guard try !hasEverySignature(filed.statement, in: writer.reader) else {
                throw StationError(
                    .refused, "statement \(filed.statement.number) has every signature: it is final",
                    hint: "a later statement can say otherwise")
            }
            try writer.addWithdrawal(
                StatementWithdrawalRecord(
                    key: signatory.key.bytes, signature: withdrawal, received: now(), source: nil, isLate: false),
                from: filed.digest.bytes)
        }
    }

    /// Whether all have signed and nobody has withdrawn in time.
    private func hasEverySignature(_ statement: Statement, in reader: Register.Reader) throws -> Bool {
        let digest = statement.digest.bytes
        let signed = Set(try reader.signatures(to: digest).map(\.key))
        return try statement.signatories.allSatisfy { signed.contains($0.key.bytes) }
            && !reader.withdrawals(from: digest).contains { !$0.isLate }
    }

    func requireNobodyHasWithdrawn(from filed: FiledStatement) throws {
        guard !filed.withdrawn.isEmpty else { return }
        let names = filed.withdrawn.map { quoted($0.name) }.joined(separator: ", ")
        throw StationError(
            .refused, "\(names) has withdrawn from this text of statement \(filed.statement.number)",
            hint: "agree on another text, and draft it with 'cable statement draft'")
    }

    func noteWithdrawal(
        _ signed: StatementPapers.Signed, source: Int64, in writer: Register.Writer
    ) throws {
        try writer.addWithdrawal(
            StatementWithdrawalRecord(
                key: signed.key.bytes, signature: String(decoding: signed.armored, as: UTF8.self), received: now(),
                source: source, isLate: hasEverySignature(signed.statement, in: writer.reader)),
            from: signed.statement.digest.bytes)
    }
}

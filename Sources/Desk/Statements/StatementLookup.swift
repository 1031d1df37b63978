import Register
import Station
import Telegrams
import Traffic

// Finding a statement without opening all of them.

extension OfficerSession {
    /// By which a statement is found again by its number.
    func mark(of statement: Statement) -> [UInt8] { mark(ofStatement: "\(statement.number)") }

    func mark(ofStatement number: String) -> [UInt8] { archiveKey.mark(of: number, for: .statementNumber) }
}

extension Station {
    /// A statement by its number, or by the beginning of its digest where several have the number.
    package func statement(_ name: String, session: OfficerSession) throws -> FiledStatement {
        try markStatements(session: session)
        let found = try register.read { reader in
            try records(named: name, session: session, in: reader).map { try filed($0, session: session, in: reader) }
        }
        guard let statement = found.last else {
            throw StationError(
                .notFound, "there is no statement \(name) among the papers of \(session.officer)",
                hint: "list them with 'cable statement list'")
        }
        guard found.count == 1 else {
            let digests = found.map { $0.digest.description.prefix(8) }.joined(separator: ", ")
            throw StationError(
                .invalid, "there are \(found.count) texts of statement \(name)",
                hint: "name one by its digest: \(digests)")
        }
        return statement
    }

    func statement(_ digest: Digest256, session: OfficerSession) throws -> FiledStatement {
        try register.read { try statement(digest, session: session, in: $0) }
    }

    func statement(
        _ digest: Digest256, session: OfficerSession, in reader: Register.Reader
    ) throws -> FiledStatement {
        guard let record = try reader.statements(of: session.codename, digests: digest...digest).first else {
            throw StationError(.notFound, "the statement is not among the papers of \(session.officer)")
        }
        return try filed(record, session: session, in: reader)
    }

    private func records(
        named name: String, session: OfficerSession, in reader: Register.Reader
    ) throws -> [StatementRecord] {
        let officer = try session.codename
        let numbered = try reader.statements(of: officer, mark: session.mark(ofStatement: name))
        guard name.utf8.count >= 4, let digests = Digest256.range(beginningWith: name) else { return numbered }
        let known = Set(numbered.map(\.digest))
        return try numbered + reader.statements(of: officer, digests: digests).filter { !known.contains($0.digest) }
    }

    /// Marks what was filed before there were marks, once.
    private func markStatements(session: OfficerSession) throws {
        let officer = try session.codename
        let unmarked = try register.read { try $0.statements(of: officer, mark: nil) }
        guard !unmarked.isEmpty else { return }
        let texts = try unmarked.map { try text(of: $0, session: session) }
        try register.write { writer in
            for statement in texts {
                try writer.setFound(
                    statement.digest.bytes, of: officer, mark: session.mark(of: statement),
                    signatories: statement.signatories.map(\.key.bytes))
            }
        }
    }
}

/// Judges evidence.
///
/// The order of the reasons is the order in which a person would look: the text, the signatories one by
/// one, what else came along, and last the key book.
struct StatementJudgement {
    let evidence: StatementEvidence

    var verdict: StatementVerdict {
        switch evidence.statement {
        case .failure(let error): StatementVerdict(reasons: [.malformed(error)] + differences)
        case .success(let statement): StatementVerdict(reasons: reasons(about: statement))
        }
    }

    private func reasons(about statement: Statement) -> [StatementReason] {
        let unsigned = statement.signatories.filter { !hasSigned($0) }
        let hasFailed = unsigned.contains {
            !signatures(of: $0) { if case .fails = $0 { true } else { false } }.isEmpty
        }
        return statement.openBlanks.map(StatementReason.openBlank)
            + unsigned.map(absence)
            + (hasFailed ? lookAlikes(in: statement) : [])
            + differences
            + remarks(statement, isComplete: unsigned.isEmpty)
            + statement.signatories.flatMap(repetitions)
            + bookReasons(statement)
    }

    // MARK: Signatures

    private func signatures(
        of signatory: Signatory, where matches: (StatementSignature.Finding) -> Bool
    ) -> [StatementSignature] {
        evidence.signatures.filter { $0.key == signatory.key && matches($0.finding) }
    }

    private func good(_ signatory: Signatory) -> [StatementSignature] {
        signatures(of: signatory) { $0 == .verifies(signatory.key) }
    }

    private func hasSigned(_ signatory: Signatory) -> Bool { !good(signatory).isEmpty }

    /// Why a signatory does not count as having signed.
    private func absence(of signatory: Signatory) -> StatementReason {
        let failed = signatures(of: signatory) { $0 == .fails(signatory.key) }
        guard let first = failed.first else { return .missing(signatory) }
        return .wordsAltered(signatory, source: first.source)
    }

    private func repetitions(of signatory: Signatory) -> [StatementReason] {
        good(signatory).dropFirst().map { .repeated(signatory, source: $0.source) }
    }

    /// What is to be said of signatures that do not count.
    private func remarks(_ statement: Statement, isComplete: Bool) -> [StatementReason] {
        evidence.signatures.compactMap { signature in
            if case .verifies(let key) = signature.finding, statement.signatories.contains(where: { $0.key == key }) {
                return nil
            }
            return isComplete ? .extra(source: signature.source) : remark(on: signature, in: statement)
        }
    }

    private func remark(on signature: StatementSignature, in statement: Statement) -> StatementReason? {
        if case .malformed(let rule) = signature.finding {
            return .malformedSignature(source: signature.source, rule: rule)
        }
        guard let key = signature.key else { return nil }
        guard let signatory = statement.signatories.first(where: { $0.key == key }) else {
            return .strangersKey(source: signature.source, key: key)
        }
        // Of a signatory who has signed, a further bad signature takes nothing away.
        if hasSigned(signatory) { return .extra(source: signature.source) }
        switch signature.finding {
        case .otherNamespace(_, let namespace):
            return .otherNamespace(signatory, source: signature.source, namespace: namespace)
        case .withoutPresence: return .withoutPresence(signatory, source: signature.source)
        case .verifies, .fails, .malformed: return nil
        }
    }

    // MARK: Words

    private var differences: [StatementReason] {
        guard let reference = evidence.reference,
            let difference = LineDifference(found: evidence.bytes, expected: reference)
        else { return [] }
        return [.differsFromReference(difference)] + (difference.lookAlike.map { [.lookAlike($0)] } ?? [])
    }

    /// Without a reference text, a word in two scripts is the best guess at what was altered.
    private func lookAlikes(in statement: Statement) -> [StatementReason] {
        evidence.reference == nil ? statement.lookAlikes.map(StatementReason.lookAlike) : []
    }

    // MARK: Key book

    private func bookReasons(_ statement: Statement) -> [StatementReason] {
        guard let book = evidence.book else { return [.noKeyBook] }
        return statement.signatories.compactMap { signatory in
            guard let keys = book.keys(of: signatory) else {
                return .unknownSignatory(signatory, resembles: book.nameResembling(signatory))
            }
            return keys.contains(signatory.key) ? nil : .bookDisagrees(signatory, book: keys)
        }
    }
}

extension ReleasedStatement {
    /// What an outsider reads first: what the folder is, how to check it, and what a check is worth.
    package var readme: String {
        (introduction + keys + check + checkByHand).map { $0 + "\n" }.joined()
    }

    private var count: Int { statement.signatories.count }

    private var introduction: [String] {
        let title = "JOINT STATEMENT \(statement.number)"
        let signatures = statement.signatories.enumerated().map { index, signatory in
            "  \(signatureName(index + 1))   signature of \(signatory.name)"
        }
        return [
            title, String(repeating: "=", count: title.utf8.count), "",
            "This folder holds one statement and the signature of each command that made it.", "",
            "  \(textName)   the statement; the signatures cover every byte of it",
        ] + signatures + [
            "  \(Self.allowedSignersName)   the public keys, in the form that ssh-keygen reads", "",
            "The statement is valid only with ALL \(count) signatures. If a single one is missing or",
            "bad, nobody has stated anything, however good the others are.", "",
        ]
    }

    private var keys: [String] {
        let list = statement.signatories.enumerated().flatMap { index, signatory in
            ["  \(index + 1). \(signatory.name)", "     KEY \(signatory.key)"]
        }
        return [
            "First: whose keys are these?", "----------------------------", "",
            "The statement itself names the key of each signatory:", "",
        ] + list + [
            "", "Whoever forges a statement also forges the keys beside it. Compare these letters with",
            "what the signatories told you themselves, at another time and by another way: in person,",
            "by voice, from their own publications. The file \(Self.allowedSignersName) in this folder is",
            "there for convenience only; by itself it proves nothing.", "",
        ]
    }

    private var check: [String] {
        [
            "With Cablegram", "--------------", "",
            "  cable verify .", "",
            "The last line is the verdict: VALID, NOT VALID or CANNOT TELL. The lines above it say why.", "",
        ]
    }

    private var checkByHand: [String] {
        let commands = statement.signatories.indices.map { "  " + command($0 + 1) }
        let answers = statement.signatories.map { "  Good \"\(Statement.namespace)\" signature for \($0.principal) ..." }
        return [
            "With OpenSSH 8.2 or later, which most computers have", "----------------------------------------------------", "",
            "In this folder:", "",
        ] + commands + [
            "", "The answers must begin so, ALL \(count) of them:", "",
        ] + answers + [
            "", "To see the letters under which the statement names a key, for each line of", "\(Self.allowedSignersName):", "",
            "  awk '{print $NF}' \(Self.allowedSignersName) | while read -r key; do",
            "    echo \"$key\" | base64 -d | openssl dgst -sha256 -binary | head -c 16 | base32", "  done", "",
            "They must be the letters after KEY in \(textName), in the same order (without the blanks,",
            "and followed by =).",
        ]
    }
}

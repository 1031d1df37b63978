extension ReleasedStatement {
    /// What an outsider reads first: what the folder is, how to check it, and what a check is worth.
    package var readme: String {
        (introduction + keys + check + checkByHand + keysByHand).map { $0 + "\n" }.joined()
    }

    private var signatories: [Signatory] { statement.signatories }

    /// `ALL 2 signatures`, as the statement itself says it; one signatory has only `the signature`.
    private func all(_ noun: String) -> String {
        signatories.count == 1 ? "the \(noun)" : "ALL \(signatories.count) \(noun)s"
    }

    private func heading(_ title: String, _ rule: String = "-") -> [String] {
        [title, String(repeating: rule, count: title.unicodeScalars.count), ""]
    }

    private var introduction: [String] {
        var files = [(textName, "the statement; the signatures cover every byte of it")]
        for (index, signatory) in signatories.enumerated() {
            files.append((signatureName(index + 1), "signature of \(signatory.name)"))
        }
        files.append((Self.allowedSignersName, "the public keys, in the form that ssh-keygen reads"))
        let width = files.map(\.0.utf8.count).max() ?? 0
        let list = files.map { name, what in
            "  \(name)\(String(repeating: " ", count: width - name.utf8.count))   \(what)"
        }
        let title = heading("JOINT STATEMENT \(statement.number)", "=")
        return title + ["This folder holds one statement and its signatures.", ""] + list + [""] + worth
    }

    private var worth: [String] {
        guard signatories.count > 1 else { return ["The statement is valid only if the signature is good.", ""] }
        return [
            "The statement is valid only with \(all("signature")). If a single one is missing or bad,",
            "nothing has been stated, however good the others are.", "",
        ]
    }

    private var keys: [String] {
        let list = signatories.enumerated().flatMap { index, signatory in
            ["  \(index + 1). \(signatory.name)", "     KEY \(signatory.key)"]
        }
        return heading("First: whose keys are these?") + ["The statement names the key of each signatory:", ""] + list
            + [
                "", "Whoever forges a statement also forges the keys beside it. Compare these letters with",
                "what the signatories told you themselves, at another time and by another way: in person,",
                "by voice, in their own publications. The file \(Self.allowedSignersName) in this folder is",
                "there for convenience only; by itself it proves nothing.", "",
            ]
    }

    private var check: [String] {
        heading("With Cablegram") + [
            "  cable verify .", "",
            "The last line is the verdict: VALID, NOT VALID or CANNOT TELL. The lines above say why.", "",
        ]
    }

    private var checkByHand: [String] {
        let commands = signatories.indices.map { "  " + command($0 + 1) }
        let answers = signatories.map { "  Good \"\(Statement.namespace)\" signature for \($0.principal) ..." }
        return heading("With OpenSSH 8.2 or later, which most computers have") + [
            "In this folder (on Windows in the Command Prompt, not in PowerShell):", "",
        ] + commands + [
            "", signatories.count == 1 ? "The answer must begin so:" : "The answers must begin so, \(all("answer")):",
            "",
        ] + answers + [""]
    }

    private var keysByHand: [String] {
        [
            "This prints the letters of each key in \(Self.allowedSignersName):", "",
            "  awk '{print $NF}' \(Self.allowedSignersName) | while read -r key; do",
            "    echo \"$key\" | base64 -d | openssl dgst -sha256 -binary | head -c 16 | base32",
            "  done", "",
            "They must be the letters that stand after KEY in \(textName), in the same order;",
            "blanks there and = signs here do not count.",
        ]
    }
}

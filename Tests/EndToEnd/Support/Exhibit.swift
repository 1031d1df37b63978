import Testing

/// A released statement in the hands of somebody who may do with the files what he likes.
final class Exhibit: Sendable {
    let workspace: Workspace
    let folder: String
    let keys: String

    var text: String { folder + "/statement-1.txt" }

    func signature(_ index: Int) -> String { folder + "/statement-1.\(index).sig" }

    init(profile: String = "radio") throws {
        workspace = try Workspace()
        let station = try TestStation.found("ALPHA", officers: ["PENG"], in: workspace)
        try workspace.makeKey("kim")
        let key = ["--signing-key", workspace.path("kim")]
        try station.run(["officer", "add", "KIM", "--work-factor", "10", "--passphrase-fd", "3"] + key)
        let text = try workspace.write("WE MEET AT KAESONG.\nSIGNED BY US.\n", to: "text")
        try station.act(
            as: "KIM", "statement", "draft", "1", "--text", text, "--date", "1951-07-01T12:00:00Z", "--profile",
            profile,
            "--signatory", "THE NORTHERN ARMY=KIM@ALPHA", "--signatory", "THE VOLUNTEERS=PENG@ALPHA")
        try station.act(as: "KIM", "statement", "sign", "1")
        try station.act(as: "KIM", "statement", "circulate", "1", "--to", "PENG@ALPHA")
        try station.act(as: "PENG", "open", "--all")
        try station.act(as: "PENG", "statement", "sign", "1")
        try station.act(as: "PENG", "statement", "release", "1", "--output", workspace.path("released"))
        folder = workspace.path("released/statement-1")
        keys = workspace.path("keys")
        try Files.write(Files.read(folder + "/allowed_signers"), to: keys)
    }

    /// What an outsider sees who has a key book of his own, unless it was taken from him.
    func verify(_ more: String...) throws -> Run {
        let book = Files.exists(keys) ? ["--keys", keys] : []
        if book.isEmpty, Files.exists(folder + "/allowed_signers") { try Files.remove(folder + "/allowed_signers") }
        return try workspace.run([Workspace.cable, "verify", folder] + book + more)
    }

    // MARK: What may be done to it

    func replace(_ old: String, _ new: String) throws {
        let before = try Files.read(text)
        let after = before.replacing(Array(old.utf8), with: Array(new.utf8))
        guard after != before else { throw Unexpected("there is no '\(old)' in the text") }
        try Files.write(after, to: text)
    }

    /// A second signature is not required any more, and all lines agree about that.
    func requireOneSignature() throws {
        try replace("ALL 2 SIGNATURES", "ALL 1 SIGNATURE")
        let lines = try Files.text(text).split(separator: "\n", omittingEmptySubsequences: false)
        try Files.write(Array(lines.filter { !$0.contains("VOLUNTEERS") }.joined(separator: "\n").utf8), to: text)
        try Files.remove(signature(2))
    }

    func swapKeys() throws {
        try replace("THE NORTHERN ARMY", "SOMEBODY ELSE")
        try replace("THE VOLUNTEERS", "THE NORTHERN ARMY")
        try replace("SOMEBODY ELSE", "THE VOLUNTEERS")
    }

    /// The outsider's book has another key for the first signatory.
    func confuseBook() throws {
        var lines = try Files.text(keys).split(separator: "\n").map(String.init)
        lines[0] = lines[0].split(separator: " ").dropLast(2).joined(separator: " ") + " " + (try strangersKey())
        try Files.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: keys)
    }

    func shortenBook() throws {
        let lines = try Files.text(keys).split(separator: "\n").dropLast()
        try Files.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: keys)
    }

    func signByStranger(_ index: Int) throws {
        _ = try strangersKey()
        try sign(with: "stranger", namespace: "statement@cablegram", to: signature(index))
    }

    /// The first signatory's own key, but not for a statement.
    func signForAnotherPurpose() throws {
        try sign(with: "kim", namespace: "file", to: signature(1))
    }

    private func strangersKey() throws -> String {
        try workspace.makeKey("stranger")
        let line = try Files.text(workspace.path("stranger.pub"))
        return line.split { $0 == " " || $0 == "\n" }.prefix(2).joined(separator: " ")
    }

    private func sign(with key: String, namespace: String, to target: String) throws {
        let command = "ssh-keygen -q -Y sign -f '\(workspace.path(key))' -n '\(namespace)' <'\(text)' >'\(target)'"
        let run = try workspace.run(["sh", "-c", command])
        guard run.code == 0 else { throw Unexpected("\(run)") }
    }
}

extension Workspace {
    /// A pair of Ed25519 keys as OpenSSH makes them, without a passphrase.
    func makeKey(_ name: String) throws {
        let run = try run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path(name)])
        guard run.code == 0 else { throw Unexpected("\(run)") }
    }
}

import DurableFiles
import Glibc
import Relay

extension FolderLink {
    /// Bytes up to which a file is copied into the quarantine: the other side must not be able to fill our disk.
    static let mostCopied = 64 << 20

    /// A regular file is copied into the quarantine and then removed from the link.
    ///
    /// Anything else, and a file that is too large, stays on the link under a hidden name, and the quarantine gets a
    /// note that says what it is and where: a link is not followed, a pipe not opened, and nothing lost.
    package func setAside(_ arrival: Arrival, in folder: String) throws -> String? {
        let inbox = try inbox()
        guard let name = try Self.fileName(of: arrival, in: inbox), let facts = try inbox.facts(of: name) else {
            return nil
        }
        let quarantine = try OpenFolder(folder)
        guard facts.kind == .regular, facts.size <= Int64(Self.mostCopied) else {
            return try hide(name, facts, in: inbox, noteIn: quarantine)
        }
        guard let bytes = try inbox.read(name, limit: Self.mostCopied) else { return nil }
        let kept = try keep(bytes, as: FolderNames.plain(name), in: quarantine)
        try inbox.remove(name)
        try inbox.sync()
        return kept
    }

    /// Writes a file under the first free name: `x`, `x.2`, `x.3`.
    ///
    /// One that holds the same bytes already is as good.
    private func keep(_ bytes: [UInt8], as name: String, in quarantine: OpenFolder) throws -> String {
        let file = try TemporaryFile(in: quarantine, owner: here, mode: 0o600)
        try file.write(bytes.span)
        try file.sync()
        var number = 1
        while true {
            let candidate = number == 1 ? name : "\(name).\(number)"
            let isNew = try file.publish(new: FileName(candidate))
            let isKept = try isNew || quarantine.holds(bytes, under: FileName(candidate)) == true
            guard isKept else {
                number += 1
                continue
            }
            try quarantine.sync()
            return candidate
        }
    }

    private func hide(
        _ name: FileName, _ facts: FileFacts, in inbox: OpenFolder, noteIn quarantine: OpenFolder
    ) throws -> String? {
        let hidden = FileName(".set-aside-" + String(UInt64.random(in: .min ... .max), radix: 16))
        let note = try note(about: name, facts, hidden: hidden, in: inbox)
        // The note first: after a crash there are two notes rather than something hidden that nobody knows of.
        let kept = try keep(Array(note.utf8), as: FolderNames.plain(name) + ".note", in: quarantine)
        guard try inbox.rename(name, new: hidden) else { throw FileError(.rename, inbox.place(of: name), code: EEXIST) }
        try inbox.sync()
        return kept
    }

    private func note(about name: FileName, _ facts: FileFacts, hidden: FileName, in inbox: OpenFolder) throws -> String
    {
        var lines = ["name: \(FolderNames.plain(name))", "kind: \(facts.kind)"]
        if facts.kind == .regular { lines.append("size: \(facts.size)") }
        if let destination = try inbox.destination(of: name) {
            lines.append("points to: \(FolderNames.visible(destination))")
        }
        lines.append("kept at: \(inbox.place(of: hidden))")
        return lines.joined(separator: "\n") + "\n"
    }
}

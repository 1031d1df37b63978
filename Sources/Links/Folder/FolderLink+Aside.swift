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
    ///
    /// Many share the syncs of both folders, so that garbage costs little however much there is of it.
    package func setAside(_ arrivals: [Arrival], in folder: String) throws -> [String?] {
        let inbox = try inbox()
        let quarantine = try OpenFolder(folder)
        return try StagedFiles.groups(arrivals).flatMap { group in
            let found = try group.map { try find($0, in: inbox) }
            let kept = try keep(found, in: quarantine)
            // Only what is durable there is taken away here. After a crash between the two there are two copies, or a note
            // and what it is about, rather than something that nobody knows of.
            try clear(found.compactMap { $0 }, from: inbox)
            return kept
        }
    }

    /// What is set aside.
    private struct Found {
        let name: FileName
        /// The file's own, or those of a note about it.
        let bytes: [UInt8]
        let keptName: String
        /// The name under which it stays on the link; nil for what is removed there.
        let hidden: FileName?
    }

    /// - Returns: nil for what has gone since.
    private func find(_ arrival: Arrival, in inbox: OpenFolder) throws -> Found? {
        guard let name = try Self.fileName(of: arrival, in: inbox), let facts = try inbox.facts(of: name) else {
            return nil
        }
        guard facts.kind == .regular, facts.size <= Int64(Self.mostCopied) else {
            let hidden = FileName(".set-aside-" + String(UInt64.random(in: .min ... .max), radix: 16))
            let note = try note(about: name, facts, hidden: hidden, in: inbox)
            return Found(
                name: name, bytes: Array(note.utf8), keptName: FolderNames.plain(name) + ".note", hidden: hidden)
        }
        guard let bytes = try inbox.read(name, limit: Self.mostCopied) else { return nil }
        return Found(name: name, bytes: bytes, keptName: FolderNames.plain(name), hidden: nil)
    }

    /// - Returns: the names under which they are kept, durably.
    private func keep(_ found: [Found?], in quarantine: OpenFolder) throws -> [String?] {
        var staged = StagedFiles(in: quarantine, owner: here, mode: 0o600)
        for item in found.compactMap({ $0 }) { try staged.add(item.bytes.span) }
        try staged.sync()
        var files = staged.files[...]
        let kept = try found.map { item -> String? in
            guard let item, let file = files.popFirst() else { return nil }
            return try publish(file, item, in: quarantine)
        }
        try quarantine.sync()
        return kept
    }

    /// Gives a file the first free name: `x`, `x.2`, `x.3`, and one with a random number where many have been taken, because
    /// to look through all of them would take longer with each.
    ///
    /// One that holds the same bytes already is as good.
    private func publish(_ file: TemporaryFile, _ item: Found, in quarantine: OpenFolder) throws -> String {
        var number: UInt64 = 1
        while true {
            let candidate = number == 1 ? item.keptName : "\(item.keptName).\(number)"
            let isKept = try file.publish(new: FileName(candidate))
            if try isKept || quarantine.holds(item.bytes, under: FileName(candidate)) == true { return candidate }
            number = number < 9 ? number + 1 : .random(in: 10 ... .max)
        }
    }

    private func clear(_ found: [Found], from inbox: OpenFolder) throws {
        try inbox.remove(found.filter { $0.hidden == nil }.map(\.name))
        for item in found {
            guard let hidden = item.hidden else { continue }
            guard try inbox.rename(item.name, new: hidden) else {
                throw FileError(.rename, inbox.place(of: item.name), code: EEXIST)
            }
        }
        try inbox.sync()
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

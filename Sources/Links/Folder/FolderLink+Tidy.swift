import DurableFiles
import Glibc
import Relay

extension FolderLink {
    package func tidy() throws -> [String] {
        try tidy(rest: OpenFolder.rest)
    }

    /// - Parameter rest: Seconds for which another station's file must have been left alone.
    func tidy(rest: Int64) throws -> [String] {
        let root = try shared.open()
        var removed = try inbox(in: root).removeOrphans(of: here, others: true, rest: rest)
            .map { "\(here)/\($0)" }
        for name in try root.names().sorted() where FolderNames.isDesignator(name) && name != FileName(here) {
            removed += try tidyOutbox(name, in: root).map { "\(name)/\($0)" }
        }
        return removed
    }

    /// In the others' subfolders only what we have written ourselves.
    private func tidyOutbox(_ name: FileName, in root: OpenFolder) throws -> [FileName] {
        guard try root.facts(of: name)?.kind == .folder else { return [] }
        do {
            return try root.subfolder(name).removeOrphans(of: here)
        } catch {
            guard [EACCES, EPERM, ENOENT].contains(error.code) else { throw error }
            // Where we may not write, we have left nothing.
            return []
        }
    }
}

import DurableFiles
import Relay

/// A folder that everybody may read, in which statements are published for good: each a directory of files.
package struct BroadcastFolder: Sendable {
    package let name: String
    /// Our own designator, which marks what we are still writing.
    let here: String
    let shared: SharedFolder

    /// Describes the folder; touches no file.
    package init(name: String, folder: String, here: String) throws {
        guard FolderNames.isDesignator(FileName(here)) else {
            throw LinkMisconfigured(link: name, reason: "'\(here)' is not a station designator")
        }
        self.name = name
        self.here = here
        shared = SharedFolder(link: name, path: folder)
    }

    /// Creates the folder when it is added, unless there is one.
    ///
    /// Nothing else creates it.
    package func prepare() throws {
        try shared.create()
        _ = try shared.open()
    }

    /// Publishes a directory with all its files at once, durably: a reader sees none or all of them.
    ///
    /// The same files once more are a success; others under the same name are refused.
    /// - Parameter title: The directory's name, under the rule for the names of items.
    /// - Throws: ``PublicationRefused``, ``LinkUnavailable``, or ``FileError`` where nothing was published.
    package func publish(_ title: String, files: [NewFile]) throws {
        try check(title, files)
        let root = try shared.open()
        let target = FileName(title)
        let folder = try TemporaryFolder(in: root, owner: here, mode: root.subfolderMode())
        try DurableFile.write(files, in: folder.content, mode: root.fileMode())
        if try !folder.publish(new: target) {
            guard try holds(files, in: root, under: target) else {
                throw PublicationRefused(title: title, reason: "it is published already, and differs")
            }
        }
        try root.sync()
    }

    /// Removes what crashed writers of this station have left behind, and what others have left for long.
    ///
    /// - Returns: The names of what was removed.
    package func tidy() throws -> [String] {
        try shared.open().removeOrphans(of: here, others: true).map(\.description)
    }

    private func check(_ title: String, _ files: [NewFile]) throws {
        for name in [title] + files.map(\.name) where !FolderNames.isItemName(name) {
            throw PublicationRefused(title: title, reason: "'\(name)' cannot be the name of a file here")
        }
        guard !files.isEmpty, Set(files.map(\.name)).count == files.count else {
            throw PublicationRefused(title: title, reason: "it needs at least one file, and a name of its own for each")
        }
    }

    /// Whether exactly these files are published; where they are, they are durable on return.
    private func holds(_ files: [NewFile], in root: OpenFolder, under target: FileName) throws -> Bool {
        guard try root.facts(of: target)?.kind == .folder else { return false }
        let folder = try root.subfolder(target)
        let names = try folder.names().filter { !FolderNames.isDropping($0) }
        guard Set(names) == Set(files.map { FileName($0.name) }) else { return false }
        for file in files {
            guard try folder.holds(file.bytes, under: FileName(file.name)) == true else { return false }
        }
        try folder.sync()
        return true
    }
}

/// A publication that cannot be made under this name.
package struct PublicationRefused: Error, Equatable, CustomStringConvertible {
    package var title: String
    package var reason: String

    package init(title: String, reason: String) {
        self.title = title
        self.reason = reason
    }

    package var description: String { "\(title) cannot be published: \(reason)" }
}

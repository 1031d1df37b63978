import DurableFiles
import Relay

/// A link over a directory that is shared, synced or carried on a stick; its format is `docs/formats/folder-link.md`.
///
/// Any number of stations may use the same folder, and any number of processes of one station may work in it at once.
package struct FolderLink: Link {
    package let name: String
    /// Our own designator; others write into the subfolder of this name.
    let here: String
    /// The designator of the station that we hand to.
    let peer: String
    let shared: SharedFolder

    /// Describes the link; touches no file.
    ///
    /// - Throws: ``LinkMisconfigured`` where a designator is none, or both are the same.
    package init(name: String, folder: String, here: String, peer: String) throws {
        for designator in [here, peer] where !FolderNames.isDesignator(FileName(designator)) {
            throw LinkMisconfigured(link: name, reason: "'\(designator)' is not a station designator")
        }
        guard here != peer else { throw LinkMisconfigured(link: name, reason: "\(here) cannot be linked to itself") }
        self.name = name
        self.here = here
        self.peer = peer
        shared = SharedFolder(link: name, path: folder)
    }

    /// Makes the folder ready when the link is added: creates it if need be, and our own subfolder in it.
    ///
    /// Everything else works only where our subfolder exists, and nothing else creates it. Thus the empty mount point
    /// of a stick that is not plugged in is never taken for the stick.
    package func prepare() throws {
        try shared.create()
        let root = try shared.open()
        try root.makeSubfolder(FileName(here), mode: root.subfolderMode())
        _ = try inbox(in: root)
    }

    func inbox() throws -> OpenFolder {
        try inbox(in: shared.open())
    }

    func inbox(in root: OpenFolder) throws -> OpenFolder {
        guard try root.facts(of: FileName(here)) != nil else {
            throw LinkUnavailable(
                link: name, reason: "\(shared.path) has no subfolder \(here)",
                remedy: "plug in or mount it; if this is the right folder and it is new, create the subfolder")
        }
        return try root.subfolder(FileName(here))
    }
}

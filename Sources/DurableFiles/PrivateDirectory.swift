import Glibc

/// A folder that nobody else can look into.
package enum PrivateDirectory {
    /// Creates a folder with mode 0700, durably, and the folders on the way to it that do not exist.
    ///
    /// An existing one is accepted if it is ours and no wider than 0700.
    package static func create(_ path: String) throws(FileError) {
        let folder = try unless(ENOENT) { () throws(FileError) in try OpenFolder(path) }
        if let folder {
            try folder.descriptor.requirePrivate(0o700)
            return
        }
        let place = SplitPath(path)
        if place.folder != "." && place.folder != "/" { try createMissing(place.folder) }
        let parent = try OpenFolder(place.folder)
        // Somebody else may have created it meanwhile: it is checked like any other.
        try parent.makeSubfolder(place.name, mode: 0o700)
        try parent.subfolder(place.name).descriptor.requirePrivate(0o700)
    }

    /// A folder on the way: private where it is new, left as it is where it exists.
    private static func createMissing(_ path: String) throws(FileError) {
        let exists = try unless(ENOENT) { () throws(FileError) in try OpenFolder(path) }
        if exists == nil { try create(path) }
    }
}

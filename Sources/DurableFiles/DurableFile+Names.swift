import Glibc

extension DurableFile {
    /// Whether there is anything at a path; a broken symbolic link counts.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// The names in a folder, in no order, without those that begin with a dot.
    package static func names(in folder: String) throws(FileError) -> [String] {
        try OpenFolder(folder).names().map(\.description).filter { !$0.hasPrefix(".") }
    }

    /// Removes a secret: overwrites it before its name goes, as far as the file system lets that reach the disk.
    package static func destroy(_ path: String) throws(FileError) {
        let size = try read(path, limit: 1 << 20).count
        try writePart([UInt8](repeating: 0, count: size), to: path, at: 0)
        try remove(path)
    }
}

/// A group of temporary files that reach the disk together.
///
/// Each file is synced, and none is published before it is. But the disk begins with all of them before the first sync waits, which
/// takes less than half the time of one after another. (One `syncfs` for all is faster still, but waits for whatever else
/// is being written to the file system, and on user-space file systems, such as many sticks, it syncs nothing.)
package struct StagedFiles {
    /// So many files are open at once; a process may have 1,024.
    package static let most = 128

    package private(set) var files: [TemporaryFile] = []
    private let folder: OpenFolder
    private let owner: String
    private let mode: UInt32

    package init(in folder: OpenFolder, owner: String, mode: UInt32) {
        self.folder = folder
        self.owner = owner
        self.mode = mode
    }

    /// Writes one more file.
    package mutating func add(_ bytes: Span<UInt8>) throws(FileError) {
        let file = try TemporaryFile(in: folder, owner: owner, mode: mode)
        try file.write(bytes)
        file.startWritingBack()
        files.append(file)
    }

    /// Returns when all of them are on the disk.
    package func sync() throws(FileError) {
        for file in files { try file.sync() }
    }

    /// The elements in groups of at most ``most``.
    package static func groups<Element>(_ elements: [Element]) -> [ArraySlice<Element>] {
        stride(from: 0, to: elements.count, by: most).map { elements[$0..<min($0 + most, elements.count)] }
    }
}

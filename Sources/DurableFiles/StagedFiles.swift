/// A group of temporary files that reach the disk together.
///
/// Each file is synced, and none is published before it is. But the disk begins with all of them before the first sync,
/// and they are synced at once. (One `syncfs` for all is faster still on an idle disk, but it waits for whatever else
/// is being written to the file system, and on user-space file systems, such as many sticks have, it syncs nothing.)
package struct StagedFiles {
    /// So many files are open at once; a process may have 1,024.
    package static let most = 128

    package private(set) var files: [TemporaryFile] = []
    private var present: [Descriptor] = []
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
        files.append(file)
    }

    /// Includes a file that is there already, if it holds exactly these bytes: it is synced with the others.
    ///
    /// - Returns: nil where there is nothing of that name; false where it is something else.
    package mutating func include(_ bytes: [UInt8], under name: FileName) throws(FileError) -> Bool? {
        switch try folder.find(bytes, under: name) {
        case .absent: return nil
        case .different: return false
        case .same(let file):
            present.append(file)
            return true
        }
    }

    /// Returns when all of them are on the disk; only then they may be published.
    package func sync() throws(FileError) {
        for file in files { file.startWritingBack() }
        try ParallelSync.sync(files.map(\.file) + present)
    }

    /// The elements in groups of at most ``most``.
    package static func groups<Element>(_ elements: [Element]) -> [ArraySlice<Element>] {
        stride(from: 0, to: elements.count, by: most).map { elements[$0..<min($0 + most, elements.count)] }
    }
}

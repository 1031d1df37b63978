import Foundation

/// The folder of published test vectors: `CABLEGRAM_VECTORS`, or `../shared/vectors` beside the package.
enum Vectors {
    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "no test vectors at \(path); set CABLEGRAM_VECTORS to the folder that holds them" }
    }

    static var root: URL {
        if let path = ProcessInfo.processInfo.environment["CABLEGRAM_VECTORS"] { return URL(fileURLWithPath: path) }
        return package.appendingPathComponent("../shared/vectors").standardizedFileURL
    }

    /// The folder of this package, three levels above the folder of this file.
    static var package: URL {
        (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    }

    static func data(_ path: String) throws -> [UInt8] {
        try data(at: root.appendingPathComponent(path))
    }

    /// A vector of our own, below `Tests/Vectors` of this package.
    static func own(_ path: String) throws -> [UInt8] {
        try data(at: package.appendingPathComponent("Tests/Vectors").appendingPathComponent(path))
    }

    private static func data(at url: URL) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: url.path) else { throw Missing(path: url.path) }
        return [UInt8](data)
    }

    /// The paths of all files below `folder`, relative to it and sorted; none is left out.
    static func files(in folder: String) throws -> [String] {
        let url = root.appendingPathComponent(folder)
        guard let found = FileManager.default.enumerator(atPath: url.path) else { throw Missing(path: url.path) }
        let paths = found.compactMap { $0 as? String }.filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: url.appendingPathComponent(path).path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        guard !paths.isEmpty else { throw Missing(path: url.path) }
        return paths.sorted()
    }
}

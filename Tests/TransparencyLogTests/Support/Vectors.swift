import Foundation

/// The folder of published test vectors: `CABLEGRAM_VECTORS`, or `../shared/vectors` beside the package.
enum Vectors {
    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "no test vectors at \(path); set CABLEGRAM_VECTORS to the folder that holds them" }
    }

    static var root: URL {
        if let path = ProcessInfo.processInfo.environment["CABLEGRAM_VECTORS"] { return URL(fileURLWithPath: path) }
        let package = URL(fileURLWithPath: #filePath).pathComponents.prefix { $0 != "Tests" }
        return URL(fileURLWithPath: package.joined(separator: "/")).appendingPathComponent("../shared/vectors")
    }

    static func data(_ path: String) throws -> [UInt8] {
        let url = root.appendingPathComponent(path)
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

import FoundationEssentials
import Testing

/// The published vectors, found through the variable `CABLEGRAM_VECTORS` or beside the package.
enum Vectors {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    static let folder: String = {
        let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        return ProcessInfo.processInfo.environment["CABLEGRAM_VECTORS"]
            ?? package.joined(separator: "/") + "/../shared/vectors"
    }()

    /// The files of a set by name; fails with a plain message if there are none.
    static func files(of set: String) throws -> [String: [UInt8]] {
        let path = "\(folder)/\(set)"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path), !names.isEmpty else {
            throw Missing(description: "no vectors at \(path): set CABLEGRAM_VECTORS to the folder that holds \(set)/")
        }
        var files: [String: [UInt8]] = [:]
        for name in names { files[name] = Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)"))) }
        return files
    }
}

import Glibc

/// Says of every file whether the target's parser accepts it; of those that claim to be valid, all have to be.
enum Examination {
    static func run(files: ArraySlice<String>) throws {
        guard let target = FuzzTarget.chosen else { return }
        var mistaken = 0
        for path in files {
            var outcome = "accepted"
            do { try target.examine(read(path)) } catch { outcome = "rejected: \(error)" }
            print("\(path): \(outcome)")
            let claimsToBeValid = path.split(separator: "/").last.map { $0.hasPrefix("valid") } ?? false
            if claimsToBeValid, outcome != "accepted" { mistaken += 1 }
        }
        if mistaken > 0 {
            print("fuzz: \(mistaken) seeds of \(target.name) are named valid but are rejected")
            exit(1)
        }
    }

    private static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw Unreadable(path: path) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }

    private struct Unreadable: Error { let path: String }
}

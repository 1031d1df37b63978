import Glibc

/// Valid inputs of every format, made with our own code: the seeds that are named `valid`.
enum Examples {
    /// Writes `FOLDER/TARGET/valid-N` for every target.
    static func write(into folder: String) throws {
        let examples: [(FuzzTarget, [[UInt8]])] =
            try age() + ssh() + log() + bundles() + tcpcl() + telegrams() + letters() + cards() + statements()
            + keyAgent()
        for (target, inputs) in examples {
            let path = "\(folder)/\(target.name)"
            mkdir(folder, 0o777)
            mkdir(path, 0o777)
            for (index, bytes) in inputs.enumerated() { try write(bytes, to: "\(path)/valid-\(index + 1)") }
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = fopen(path, "w") else { throw Unwritable(path: path) }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Unwritable(path: path) }
    }

    private struct Unwritable: Error { let path: String }
}

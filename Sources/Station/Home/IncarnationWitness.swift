import DurableFiles
import Register
import Synchronization
import Telegrams

/// A file outside the station's folder that knows the incarnation of the register and its last number.
///
/// Whoever restores the folder from a backup does not restore this file: a register that is smaller than the file says, or
/// of another incarnation, is an older copy, and begins a new one.
struct IncarnationWitness: Sendable {
    let path: String

    /// What the file says; nil where there is none, or it cannot be understood.
    struct Testimony: Equatable {
        var incarnation: Incarnation
        /// The last number of the register, as far as the file was told; it may lag, and never runs ahead.
        var last: Int64
    }

    private static let firstLine = "CABLEGRAM INCARNATION 1"

    func testimony() throws -> Testimony? {
        guard DurableFile.exists(path) else { return nil }
        let text = String(decoding: try DurableFile.readPrivate(path, limit: 4096), as: UTF8.self)
        let lines = text.split(separator: "\n")
        guard lines.count == 3, lines[0] == Self.firstLine, let last = Int64(lines[2]),
            let incarnation = try? Incarnation(lines[1])
        else { return nil }
        return Testimony(incarnation: incarnation, last: last)
    }

    /// Writes the file anew, durably.
    func write(_ testimony: Testimony) throws {
        try PrivateDirectory.create(SplitPath(path).folder)
        try DurableFile.write(Self.text(of: testimony), to: path)
    }

    /// Notes a later number.
    ///
    /// It is not awaited that it is durable: a number that is lost in a crash of the machine only makes the file lag.
    func note(_ testimony: Testimony) {
        try? DurableFile.overwrite(Self.text(of: testimony), in: path)
    }

    /// Always as long, so that it can be written over.
    private static func text(of testimony: Testimony) -> [UInt8] {
        let digits = String(testimony.last)
        let last = String(repeating: "0", count: max(0, 19 - digits.count)) + digits
        return Array("\(firstLine)\n\(testimony.incarnation)\n\(last)\n".utf8)
    }
}

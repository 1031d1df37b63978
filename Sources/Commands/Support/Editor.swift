import DurableFiles
import Foundation
import Station
import Telegrams
import Terminal

/// The author's own editor, on a private file in memory where there is such a place.
enum Editor {
    /// Lets the author edit a draft, again and again until it is well formed or he gives up by emptying it.
    static func draft(beginningWith text: String, from officer: Address) throws -> Draft {
        let folder = "\(Environment.runtimeDirectory ?? "/dev/shm")/cablegram-edit-\(getpid())"
        try PrivateDirectory.create(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/telegram.txt"
        var text = Array(text.utf8)
        while true {
            try DurableFile.write(text, to: file)
            try run(file)
            text = try DurableFile.readPrivate(file, limit: 1 << 20)
            guard text.contains(where: { $0 > 0x20 }) else {
                throw StationError(.invalid, "the text is empty: nothing is written")
            }
            do {
                return try DraftText.parse(text, from: officer)
            } catch {
                Console.note("not yet a telegram: \(Console.visible("\(error)"))")
                guard try ControllingTerminal().confirm("edit again?", default: true) else { throw error }
            }
        }
    }

    private static func run(_ file: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "\(Environment.editor) \"$1\"", "sh", file]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw StationError(
                .unavailable, "the editor '\(Environment.editor)' failed", hint: "set EDITOR, or use --from-file")
        }
    }
}

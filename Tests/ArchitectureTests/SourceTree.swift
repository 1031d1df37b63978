import Foundation

/// The package's own sources, as text.
struct SourceTree {
    /// What comes with the toolchain and needs no line in the manifest.
    static let system: Set = [
        "Swift", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Dispatch", "Synchronization",
    ]

    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The targets under Sources that are written in Swift.
    func targets() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("Sources").path)
            .filter { try !files(of: $0).isEmpty }.sorted()
    }

    func files(of target: String) throws -> [SourceFile] {
        let folder = root.appendingPathComponent("Sources/\(target)")
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(".swift") }.sorted().map {
            SourceFile(
                path: "Sources/\(target)/\($0)",
                text: try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
        }
    }
}

struct SourceFile {
    let path: String
    let text: String

    /// Lines of code with their numbers, without comments.
    var lines: [(number: Int, text: String)] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let code = line.drop { $0 == " " }
            return code.hasPrefix("//") ? nil : (index + 1, String(code))
        }
    }

    var code: String { lines.map(\.text).joined(separator: "\n") }

    var imports: [String] {
        lines.compactMap { _, line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), index == 0 || words[0].hasPrefix("@") else { return nil }
            return words.last.map { String($0.split(separator: ".")[0]) }
        }
    }

    /// Whether a comment stands on the line or within the few lines above it, or below it in the type.
    func hasComment(nearLine number: Int) -> Bool {
        let all = text.split(separator: "\n", omittingEmptySubsequences: false)
        let near = all[max(0, number - 8)..<min(all.count, number + 3)]
        return near.contains { $0.contains("//") }
    }
}

/// What Package.swift declares, read as text.
struct Manifest {
    /// For each target, the modules that it may import.
    let dependencies: [String: Set<String>]

    init(_ tree: SourceTree) throws {
        let text = try tree.text("Package.swift")
        let products = Dictionary(
            uniqueKeysWithValues: text.matches(of: /let (\w+): Target\.Dependency = \.product\(name: "(\w+)"/)
                .map { (String($0.1), String($0.2)) })
        var found: [String: Set<String>] = [:]
        for match in text.matches(
            of: /\.(?:executableTarget|target)\(\s*name: "(\w+)"(?:,\s*dependencies: \[([^\]]*)\])?/)
        {
            let words = (match.2 ?? "").split { !$0.isLetter && !$0.isNumber }.map(String.init)
            found[String(match.1)] = Set(words.map { products[$0] ?? $0 })
        }
        dependencies = found
    }
}

import FoundationEssentials

/// A page of `docs/formats`, whose examples have to hold.
struct FormatPage {
    /// The indented blocks, in order, without their indentation; empty lines within a block belong to it.
    let examples: [String]

    init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try Data(contentsOf: folder.appending(path: "docs/formats/\(name)"))
        var blocks: [[Substring]] = [[]]
        for line in String(decoding: page, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("    ") {
                blocks[blocks.count - 1].append(line.dropFirst(4))
            } else if line.isEmpty {
                blocks[blocks.count - 1].append(line)
            } else {
                blocks.append([])
            }
        }
        examples = blocks.map(Self.text).filter { !$0.isEmpty }
    }

    /// The lines, each with its line feed, without empty ones before and after.
    private static func text(of lines: [Substring]) -> String {
        let block = lines.drop(while: \.isEmpty).reversed().drop(while: \.isEmpty).reversed()
        return block.map { $0 + "\n" }.joined()
    }
}

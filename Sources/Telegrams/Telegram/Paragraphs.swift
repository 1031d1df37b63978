/// The text of a telegram: paragraphs of one or more lines, each after one empty line.
enum Paragraphs {
    /// Reads the paragraphs that follow the header.
    ///
    /// - Parameter headerEnd: number of the header's last line.
    static func read(_ lines: [String], after headerEnd: Int) throws(FormatError) -> [String] {
        var paragraphs: [String] = []
        var index = headerEnd
        while index < lines.count {
            // The header ends at an empty line, and so does every paragraph.
            index += 1
            guard index < lines.count else { throw FormatError(line: index, "an empty line at the end of the text") }
            guard !lines[index].isEmpty else { throw FormatError(line: index + 1, "two empty lines in a row") }
            let end = lines[index...].firstIndex(of: "") ?? lines.count
            paragraphs.append(end == index + 1 ? lines[index] : lines[index..<end].joined(separator: "\n"))
            index = end
        }
        return paragraphs
    }

    static func write(_ paragraphs: [String], to writer: inout TextWriter) {
        for paragraph in paragraphs {
            writer.line("")
            writer.line(paragraph)
        }
    }
}

import Register
import Sealing
import Telegrams

/// The words of a search, compared without regard to case.
struct SearchQuery: Sendable {
    struct Match: Sendable {
        var number: Int64
        var subject: String?
        var excerpt: String
    }

    private let words: [[UInt8]]
    private let isASCII: Bool

    init(_ words: [String]) {
        self.words = words.map { Array($0.lowercased().utf8) }.filter { !$0.isEmpty }
        isASCII = self.words.allSatisfy { $0.allSatisfy { $0 < 0x80 } }
    }

    /// Opens a filed telegram in memory and looks for every word in its text.
    func match(_ filed: FiledTelegram, archiveKey: ArchiveKey) -> Match? {
        guard let key = try? archiveKey.open(filed.key, for: .fileKey(number: filed.number)),
            let text = try? FiledLetter.telegramText(filed.content, fileKey: HeldFileKey(bytes: key))
        else { return nil }
        let folded = fold(text)
        guard words.allSatisfy({ Self.find($0, in: folded) != nil }) else { return nil }
        let telegram = try? Telegram(parsing: Array(text))
        return Match(number: filed.number, subject: telegram?.subject, excerpt: excerpt(of: text))
    }

    private func excerpt(of text: ArraySlice<UInt8>) -> String {
        let lines = text.split(separator: 0x0A)
        let line = lines.first { line in words.contains { Self.find($0, in: fold(line)) != nil } } ?? lines[0]
        return String(decoding: line, as: UTF8.self)
    }

    private func fold(_ text: ArraySlice<UInt8>) -> [UInt8] {
        if !isASCII, text.contains(where: { $0 >= 0x80 }) {
            return Array(String(decoding: text, as: UTF8.self).lowercased().utf8)
        }
        return text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    private static func find(_ word: [UInt8], in text: [UInt8]) -> Int? {
        guard let first = word.first, text.count >= word.count else { return nil }
        return text.withUnsafeBufferPointer { text in
            word.withUnsafeBufferPointer { word in
                (0...(text.count - word.count)).first { start in
                    text[start] == first && (1..<word.count).allSatisfy { text[start + $0] == word[$0] }
                }
            }
        }
    }
}

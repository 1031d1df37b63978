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
        guard words.allSatisfy({ Self.contains($0, in: folded) }) else { return nil }
        let telegram = try? Telegram(parsing: Array(text))
        return Match(number: filed.number, subject: telegram?.subject, excerpt: excerpt(of: text))
    }

    private func excerpt(of text: ArraySlice<UInt8>) -> String {
        let lines = text.split(separator: 0x0A)
        let line = lines.first { line in words.contains { Self.contains($0, in: fold(line)) } } ?? lines[0]
        return String(decoding: line, as: UTF8.self)
    }

    private func fold(_ text: ArraySlice<UInt8>) -> [UInt8] {
        if !isASCII, text.contains(where: { $0 >= 0x80 }) {
            return Array(String(decoding: text, as: UTF8.self).lowercased().utf8)
        }
        return [UInt8](unsafeUninitializedCapacity: text.count) { folded, count in
            for byte in text {
                let isCapital = (0x41...0x5A).contains(byte)
                folded.initializeElement(at: count, to: isCapital ? byte | 0x20 : byte)
                count += 1
            }
        }
    }

    private static func contains(_ word: [UInt8], in text: [UInt8]) -> Bool {
        guard let first = word.first, text.count >= word.count else { return false }
        return text.withUnsafeBytes { text in
            var rest = text.prefix(text.count - word.count + 1)
            while let start = rest.firstIndex(of: first) {
                if text[start..<start + word.count].elementsEqual(word) { return true }
                rest = rest[(start + 1)...]
            }
            return false
        }
    }
}

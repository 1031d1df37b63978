import Telegrams
import Testing

@Suite("The page docs/formats/letter.md")
struct LetterPageTests {
    @Test func `the covers on the page are covers`() throws {
        let covers = try FormatPage("letter.md").examples.filter { $0.hasPrefix("CABLEGRAM COVER ") }
        #expect(covers.count == 2)
        for text in covers { #expect(try Cover(parsing: Array(text.utf8)).text == Array(text.utf8)) }
    }

    @Test func `the parcel on the page has the sizes that such a parcel has`() throws {
        let examples = try FormatPage("letter.md").examples
        let shown = try #require(examples.first { $0.hasPrefix("CABLEGRAM PARCEL ") })
        let cover = try #require(examples.first { $0.hasPrefix("CABLEGRAM COVER ") })
        let parcel = try Parcel(
            cover: Array(cover.utf8)[...], signature: Array(repeating: 0x53, count: 72)[...],
            content: Array(repeating: 0x43, count: 2411)[...])
        let text = String(decoding: parcel.bytes(padding: .wide), as: UTF8.self)
        let names = ["cover", "signature", "content", "padding"]
        let sizes = shown.split(separator: "\n").filter { line in names.contains { line.hasPrefix($0 + " ") } }
        #expect(sizes.count == 4)
        for line in sizes { #expect(text.contains("\n\(line)\n"), "\(line)") }
    }
}

import Telegrams
import Testing

@Suite("The page docs/formats/notices.md")
struct NoticesPageTests {
    @Test func `the receipt on the page is one`() throws {
        let example = try #require(try FormatPage("notices.md").examples.first)
        let telegram = try Telegram(parsing: Array(example.utf8))
        let notices = try Notice.parse(telegram)
        #expect(notices.count == 5)
        #expect(try Notice.paragraph(notices) == telegram.paragraphs[0])
    }

    @Test func `the comparisons on the page are some`() throws {
        let lines = try FormatPage("notices.md").examples.filter { $0.hasPrefix("compare ") }
        #expect(lines.count == 2)
        for line in lines { #expect(try Notice(line: String(line.dropLast())).description + "\n" == line) }
    }
}

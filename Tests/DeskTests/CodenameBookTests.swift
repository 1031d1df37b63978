import StationSupport
import Telegrams
import Testing
import Traffic

@testable import Desk
@testable import Station

@Suite struct CodenameBookTests {
    @Test(arguments: ["Stalin", "\u{338}", "=", " \u{301}a=b"])
    func `a book reads back whatever its identities begin with`(identity: String) throws {
        var book = CodenameBook()
        try book.set(Codename("FILIPPOV"), identity)
        try book.set(Codename("KIM IL SUNG"), "Kim Il Sung")
        #expect(try CodenameBook(parsing: book.bytes) == book)
    }

    @Test func `a line without an equals sign is damage`() {
        #expect(throws: StationError.self) { try CodenameBook(parsing: Array("FILIPPOV".utf8)) }
    }
}

import Age
import Testing

@Suite("Armor")
struct ArmorTests {
    @Test("armor of any length survives", arguments: 0..<150)
    func roundTrip(length: Int) throws {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let text = Armor.encode(bytes)
        #expect(try Armor.decode(text) == bytes)
        let withCarriageReturns = text.flatMap { $0 == 0x0a ? [0x0d, 0x0a] : [$0] }
        #expect(try Armor.decode(withCarriageReturns) == bytes)
    }

    @Test("an error names the line of the armor")
    func line() {
        var text = Armor.encode(Array(repeating: 1, count: 200))
        text[text.count / 2] = UInt8(ascii: "*")
        let error = #expect(throws: AgeError.self) { try Armor.decode(text) }
        #expect(error?.kind == .armor && error?.line == 4)
    }

    @Test("white space around the armor is bounded")
    func whitespace() throws {
        let text = Armor.encode([1, 2, 3])
        let some = Array(repeating: UInt8(ascii: "\n"), count: 1_000)
        let much = Array(repeating: UInt8(ascii: "\n"), count: 1_025)
        #expect(try Armor.decode(some + text + some) == [1, 2, 3])
        #expect(failure { _ = try Armor.decode(much + text) } == .armor)
        #expect(failure { _ = try Armor.decode(text + much) } == .armor)
    }

    @Test("no single altered character of an armored file leaves the file as it was")
    func strictness() throws {
        let bytes = (0..<100).map { UInt8($0) }
        let text = Armor.encode(bytes)
        for position in text.indices.dropLast() {
            for character in [UInt8(ascii: "A"), UInt8(ascii: "="), UInt8(ascii: "\n"), UInt8(ascii: " ")] {
                var altered = text
                altered[position] = character
                guard altered != text else { continue }
                let decoded = try? Armor.decode(altered)
                #expect(decoded != bytes, "character \(position)")
            }
        }
    }
}

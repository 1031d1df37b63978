import Age
import Testing

@Suite("Secrets")
struct SecretBytesTests {
    @Test("equal secrets are equal and different ones are not")
    func equality() {
        #expect(areEqual("Kaesong", "Kaesong"))
        #expect(!areEqual("Kaesong", "Kaesonh"))
        #expect(!areEqual("Kaesong", "Kaeson"))
        #expect(areEqual("", ""))
        #expect(constantTimeEqual([1, 2], [1, 2]) && !constantTimeEqual([1, 2], [3, 2]))
    }

    @Test("a secret is built in place, and is zero where nothing was written")
    func building() {
        var bytes = SecretBytes(count: 4) { $0[1] = 9 }
        bytes.withUnsafeMutableBytes { $0[2] = 8 }
        #expect(text(bytes) == "\0\t\u{8}\0")
    }

    @Test("a copy is independent of its original")
    func copying() {
        var original = secret("abc")
        let copy = original.copy()
        original.withUnsafeMutableBytes { $0[0] = 0 }
        #expect(text(copy) == "abc" && text(original) == "\0bc")
    }

    @Test("an error while building comes through")
    func failedBuilding() {
        struct Refused: Error {}
        #expect(throws: Refused.self) {
            _ = try SecretBytes(count: 3) { _ throws(Refused) in throw Refused() }
        }
    }

    @Test("random secrets differ")
    func random() {
        #expect(text(SecretBytes.random(count: 33)) != text(SecretBytes.random(count: 33)))
    }

    private func areEqual(_ first: String, _ second: String) -> Bool {
        secret(first).isEqual(to: secret(second))
    }
}

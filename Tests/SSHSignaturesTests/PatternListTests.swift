import Testing

@testable import SSHSignatures

@Suite("Pattern lists")
struct PatternListTests {
    @Test(
        "names match as OpenSSH matches them",
        arguments: [
            ("*", "", true), ("*", "a", true), ("?", "", false), ("?", "é", false), ("??", "é", true),
            ("a*b*c", "aXbYc", true), ("a*b*c", "aXbY", false), ("*@example.org", "k@example.org", true),
            ("*@example.org", "k@example.org.evil", false), ("A@x", "a@x", false), ("a,b", "b", true),
            ("!a,*", "a", false), ("*,!a", "a", false), ("*,!a", "b", true), ("!a", "b", false),
            ("!?*@evil,*", "@evil", true), ("**a**", "a", true), ("a!b", "a!b", true),
        ])
    func matches(list: String, name: String, expected: Bool) throws {
        #expect(try PatternList(list).matches(name) == expected)
    }

    @Test(
        "an empty pattern, a control character or an overlong pattern is refused",
        arguments: ["", ",", "a,", ",a", "a,,b", "!", "a,!", "a\tb", String(repeating: "a", count: 1023)])
    func refuses(list: String) {
        #expect(throws: SSHFormatError.self) { try PatternList(list) }
    }

    @Test("only plain accepted names are spelled out")
    func spellsOutNames() throws {
        #expect(try PatternList("a@x,*@y,!b@x,b@x,c?d,c").names == ["a@x", "c"])
    }

    @Test("wildcards agree with the plain recursive definition")
    func agreesWithDefinition() {
        property("wildcards", rounds: 5000) { random in
            let name = Array(random.text(.random(in: 0...8, using: &random), from: "ab").utf8)
            let pattern = Array(random.text(.random(in: 0...8, using: &random), from: "ab*?").utf8)
            #expect(Glob.matches(name, pattern: pattern) == Self.defined(name[...], pattern[...]))
        }
    }

    @Test("a pattern made to be slow is matched all the same")
    func boundsTime() {
        let pattern = Array(String(repeating: "*a", count: 400).utf8) + [UInt8(ascii: "b")]
        #expect(!Glob.matches([UInt8](repeating: UInt8(ascii: "a"), count: 1000), pattern: pattern))
    }

    private static func defined(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        if first == UInt8(ascii: "*") {
            return defined(name, pattern.dropFirst()) || !name.isEmpty && defined(name.dropFirst(), pattern)
        }
        guard let head = name.first else { return false }
        return (first == UInt8(ascii: "?") || first == head) && defined(name.dropFirst(), pattern.dropFirst())
    }
}

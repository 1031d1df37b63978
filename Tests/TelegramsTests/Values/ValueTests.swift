import Telegrams
import Testing

@Suite struct DesignatorTests {
    @Test(arguments: ["A", "BEIJING", "UN-COMMAND-2", "K9", String(repeating: "Z", count: 32)])
    func `a designator is kept as it is`(text: String) throws {
        #expect(try Designator(text).description == text)
    }

    @Test(arguments: ["", "9K", "-A", "A-", "Beijing", "A B", "A_B", "A@B", "É", String(repeating: "Z", count: 33)])
    func `anything else is not a designator`(text: String) {
        #expect(formatError { () throws(FormatError) in try Designator(text) } != nil)
    }
}

@Suite struct CodenameTests {
    @Test(arguments: ["F", "KIM IL SUNG", "O'NEILL", "A.B. C-3", "X-", String(repeating: "Q", count: 48)])
    func `a codename is kept as it is`(text: String) throws {
        #expect(try Codename(text).description == text)
    }

    @Test(arguments: [
        "", " A", "A ", "A  B", "9A", "Filippov", "A@B", "A,B", "A\nB", "É", String(repeating: "Q", count: 49),
    ])
    func `anything else is not a codename`(text: String) {
        #expect(formatError { () throws(FormatError) in try Codename(text) } != nil)
    }
}

@Suite struct AddressTests {
    @Test(arguments: ["BEIJING", "MAO ZEDONG@BEIJING", "A@B"])
    func `an address is printed as it was read`(text: String) throws {
        #expect(try Address(text).description == text)
    }

    @Test(arguments: ["", "@", "A@", "@B", "A@B@C", "A @B", "A@ B", "MAO ZEDONG", "mao@BEIJING"])
    func `anything else is not an address`(text: String) {
        #expect(formatError { () throws(FormatError) in try Address(text) } != nil)
    }

    @Test func `a station by itself has no officer`() throws {
        #expect(try Address("BEIJING").officer == nil)
        #expect(try Address("X@BEIJING").officer == Codename("X"))
    }

    @Test func `addresses, designators and codenames sort by their bytes`() throws {
        #expect(try Address("A@B") < Address("B@A"))
        #expect(try Designator("A") < Designator("A1"))
        #expect(try Codename("A B") < Codename("AB"))
    }
}

@Suite struct PrecedenceTests {
    @Test func `flash goes before routine`() {
        #expect(Precedence.flash < .routine)
        #expect(Precedence.allCases.sorted() == [.override, .flash, .immediate, .priority, .routine, .deferred])
    }

    @Test func `every precedence is read from its own word and no other`() throws {
        for precedence in Precedence.allCases { #expect(try Precedence(word: precedence.description) == precedence) }
        #expect(
            formatError { () throws(FormatError) in try Precedence(word: "Flash") }
                == FormatError(
                    "\"Flash\" is not a precedence (override, flash, immediate, priority, routine, deferred)"))
    }
}

@Suite struct FormatErrorTests {
    @Test func `an error keeps the line that it has`() {
        #expect(FormatError("x").at(line: 3) == FormatError(line: 3, "x"))
        #expect(FormatError(line: 1, "x").at(line: 3) == FormatError(line: 1, "x"))
        #expect(FormatError("x").description == "x")
        #expect(FormatError(line: 2, "x").description == "line 2: x")
    }
}

@Suite struct DigestTests {
    @Test func `a digest is 32 bytes or 64 hexadecimal digits`() throws {
        let bytes = (0..<32).map { UInt8($0 * 7 & 0xFF) }
        let digest = try Digest256(bytes)
        #expect(digest.bytes == bytes)
        #expect(try Digest256(hex: digest.description) == digest)
        #expect(digest.description.hasPrefix("00070e151c"))
        #expect(formatError { () throws(FormatError) in try Digest256(bytes.dropLast()) } != nil)
        #expect(formatError { () throws(FormatError) in try Digest256(bytes + [0]) } != nil)
    }

    @Test(arguments: [0, 1, 63, 65, 128])
    func `a digest of another length is rejected`(length: Int) {
        #expect(
            formatError { () throws(FormatError) in try Digest256(hex: String(repeating: "a", count: length)) } != nil)
    }

    @Test(arguments: ["A", "g", " ", "-", "é"])
    func `a digest has lower-case hexadecimal digits only`(mark: String) {
        let text = mark + String(repeating: "0", count: 64 - mark.utf8.count)
        #expect(formatError { () throws(FormatError) in try Digest256(hex: text) } != nil)
    }

    @Test func `random digests and fingerprints are printed and read back`() throws {
        var random = SeededGenerator(seed: 256)
        for _ in 0..<200 {
            let digest = try random.digest()
            #expect(try Digest256(hex: digest.description) == digest)
            #expect(try KeyFingerprint(KeyFingerprint(digest).description).digest == digest)
        }
    }

    @Test func `a fingerprint is printed as OpenSSH prints it`() throws {
        #expect(
            try KeyFingerprint(Digest256(Array(repeating: 0, count: 32))).description == "SHA256:"
                + String(repeating: "A", count: 43))
        #expect(
            try KeyFingerprint(Digest256(Array(repeating: 0xFF, count: 32))).description
                == "SHA256:" + String(repeating: "/", count: 42) + "8")
    }

    @Test func `a fingerprint has one spelling`() {
        let zeros = "SHA256:" + String(repeating: "A", count: 42)
        #expect(formatError { () throws(FormatError) in try KeyFingerprint(zeros + "A") } == nil)
        for text in [zeros + "B", zeros, zeros + "A=", zeros + "-", "sha256:" + zeros.dropFirst(7) + "A", "MD5:00"] {
            #expect(formatError { () throws(FormatError) in try KeyFingerprint(text) } != nil, "\(text)")
        }
    }
}

@Suite struct WholeNumberTests {
    @Test(arguments: [("0", 0), ("1", 1), ("9223372036854775807", Int64.max)])
    func `a number is read`(text: String, number: Int64) throws {
        #expect(try WholeNumber.parse(text, in: 0...Int64.max, what: "number") == number)
    }

    @Test(arguments: [
        "", "00", "01", "-1", "+1", " 1", "1 ", "1.0", "1e3", "٣", "9223372036854775808", "99999999999999999999",
    ])
    func `anything else is not a number`(text: String) {
        #expect(
            formatError { () throws(FormatError) in try WholeNumber.parse(text, in: 0...Int64.max, what: "number") }
                != nil)
    }
}

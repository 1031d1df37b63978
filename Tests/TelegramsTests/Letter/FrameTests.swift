import Telegrams
import Testing

@Suite struct FrameTests {
    private func letter(enclosures: [Int] = [0, 1, 300], signature: Int = 72) throws(FormatError) -> Letter {
        var random = SeededGenerator(seed: 1951)
        return try Letter(
            manifest: random.bytes(500)[...], signature: random.bytes(signature)[...], seed: random.bytes(32)[...],
            telegram: Sample.bytes[...], enclosures: enclosures.map { random.bytes($0)[...] })
    }

    @Test(arguments: PaddingStep.allCases)
    func `a letter of any size is padded to its step and read back`(step: PaddingStep) throws {
        for size in 0...300 {
            let letter = try letter(enclosures: [size], signature: size % 2 == 0 ? 72 : 77)
            let bytes = letter.bytes(padding: step)
            #expect(bytes.count % step.rawValue == 0)
            #expect(bytes.count - letter.bytes(padding: .none).count < step.rawValue + 113)
            #expect(try Letter(parsing: bytes) == letter, "size \(size)")
        }
    }

    @Test(arguments: PaddingStep.allCases)
    func `a parcel is padded to its step and read back`(step: PaddingStep) throws {
        for size in 1...300 {
            let parcel = try Parcel(
                cover: Sample.bytes[..<100], signature: Array(repeating: 7, count: 77)[...],
                content: Array(repeating: 0x0A, count: size)[...])
            let bytes = parcel.bytes(padding: step)
            #expect(bytes.count % step.rawValue == 0)
            #expect(try Parcel(parsing: bytes) == parcel, "size \(size)")
        }
    }

    @Test func `a letter looks as its page says`() throws {
        let parcel = try Parcel(
            cover: Array("COVER\n".utf8)[...], signature: Array(repeating: 0x53, count: 72)[...],
            content: Array("SEALED".utf8)[...])
        let expected =
            "CABLEGRAM PARCEL 1\ncover 6\nCOVER\n\nsignature 72\n\(String(repeating: "S", count: 72))\ncontent 6\nSEALED\n"
        #expect(parcel.bytes(padding: .none) == Array(expected.utf8))
        // 137 bytes, and "padding 11", the zeros and the line feeds make 160.
        let padding = Array("padding 11\n".utf8) + Array(repeating: 0, count: 11) + [0x0A]
        #expect(parcel.bytes(padding: .narrow) == Array(expected.utf8) + padding)
    }

    @Test(arguments: PaddingStep.allCases)
    func `a letter cut off anywhere is rejected`(step: PaddingStep) throws {
        let bytes = try letter(enclosures: [20]).bytes(padding: step)
        let unpadded = try letter(enclosures: [20]).bytes(padding: .none).count
        let withoutEnclosure = try letter(enclosures: []).bytes(padding: .none).count
        for count in bytes.indices where count != unpadded && count != withoutEnclosure {
            #expect(
                formatError { () throws(FormatError) in try Letter(parsing: Array(bytes[..<count])) } != nil, "\(count)"
            )
        }
    }

    @Test func `whatever is changed, what is still accepted has one spelling`() throws {
        let bytes = try letter(enclosures: [20, 0]).bytes(padding: .wide)
        Hostile.expectOneSpelling(of: bytes, rounds: 4000, seed: 72) { bytes throws(FormatError) in
            let letter = try Letter(parsing: bytes)
            return PaddingStep.allCases.map { letter.bytes(padding: $0) }.first { $0 == bytes } ?? []
        }
    }

    @Test func `padding is zeros, and neither more nor fewer than the rule gives`() throws {
        let parcel = try Parcel(
            cover: [1], signature: Array(repeating: 0x53, count: 72)[...],
            content: Array(repeating: 0x43, count: 11)[...])
        let bare = parcel.bytes(padding: .none)
        func rule(_ padding: [UInt8]) -> String? {
            let part = Array("padding \(padding.count)\n".utf8) + padding + [0x0A]
            return formatError { () throws(FormatError) in try Parcel(parsing: bare + part) }?.rule
        }
        func smallest(_ step: Int) -> Int? {
            (0...355).first { count in
                let part = "padding \(count)\n".utf8.count + count + 1
                return (bare.count + part) % step == 0
            }
        }
        let right = [try #require(smallest(32)), try #require(smallest(256))]
        for count in 0...400 {
            let isRight = right.contains(count)
            #expect((rule(Array(repeating: 0, count: count)) == nil) == isRight, "\(count)")
        }
        #expect(rule(Array(repeating: 0, count: right[1] - 1) + [1]) == "padding is not all zeros")
    }

    @Test func `parts of a wrong size cannot be put together`() throws {
        for (signature, seed, telegram, enclosure) in [
            (71, 32, 1, 1), (73, 32, 1, 1), (78, 32, 1, 1), (72, 31, 1, 1), (72, 33, 1, 1), (72, 32, 0, 1),
            (72, 32, 256 * 1024 + 1, 1), (72, 32, 1, 65_537),
        ] {
            func zeros(_ count: Int) -> ArraySlice<UInt8> { Array(repeating: 0, count: count)[...] }
            #expect(
                formatError { () throws(FormatError) in
                    try Letter(
                        manifest: zeros(1), signature: zeros(signature), seed: zeros(seed), telegram: zeros(telegram),
                        enclosures: [zeros(enclosure)])
                } != nil)
        }
        #expect(formatError { () throws(FormatError) in try letter(enclosures: Array(repeating: 1, count: 65)) } != nil)
        #expect(formatError { () throws(FormatError) in try letter(enclosures: Array(repeating: 1, count: 64)) } == nil)
    }

    @Test func `the largest letter is read`() throws {
        let letter = try letter(enclosures: Array(repeating: 65_536, count: 64))
        #expect(try Letter(parsing: letter.bytes(padding: .wide)) == letter)
    }

    @Test func `the largest parcel is read`() throws {
        let parcel = try Parcel(
            cover: Array(repeating: 1, count: Cover.sizeLimit)[...], signature: Array(repeating: 2, count: 77)[...],
            content: Array(repeating: 3, count: Parcel.contentLimit)[...])
        #expect(try Parcel(parsing: parcel.bytes(padding: .wide)) == parcel)
    }

    @Test(arguments: [
        ("CABLEGRAM PARCEL 2\n", "this is version \"2\" of CABLEGRAM PARCEL; only 1 is known here"),
        ("CABLEGRAM LETTER 1\n", "the first line must be 'CABLEGRAM PARCEL 1'"),
        ("", "the first line must be 'CABLEGRAM PARCEL 1'"),
        ("CABLEGRAM PARCEL 1", "no line feed at the end of the first line"),
        ("CABLEGRAM PARCEL 1\n", "part 'cover' is missing at byte 19"),
        ("CABLEGRAM PARCEL 1\ncontent 1\nx\n", "part 'cover' is missing at byte 19"),
        ("CABLEGRAM PARCEL 1\ncover 01\nx\n", "\"01\" is not a length of part 'cover' (0 to 9999999, no leading zero)"),
        ("CABLEGRAM PARCEL 1\ncover +1\nx\n", "\"+1\" is not a length of part 'cover' (0 to 9999999, no leading zero)"),
        ("CABLEGRAM PARCEL 1\ncover 0\n\n", "part 'cover' has 0 bytes, must have 1 to 32768"),
        ("CABLEGRAM PARCEL 1\ncover 99999999\nx\n", "the length of part 'cover' is not a number of at most 7 digits"),
        ("CABLEGRAM PARCEL 1\ncover 5\nx\n", "part 'cover' is cut short"),
        ("CABLEGRAM PARCEL 1\ncover 1\nxy", "part 'cover' does not end with a line feed"),
    ])
    func `what is wrong with a container is named`(text: String, rule: String) {
        #expect(formatError { () throws(FormatError) in try Parcel(parsing: Array(text.utf8)) }?.rule == rule)
    }

    @Test func `nothing may follow the last part`() throws {
        let bytes = try letter().bytes(padding: .none)
        #expect(
            formatError { () throws(FormatError) in try Letter(parsing: bytes + [0]) }?.rule
                == "an unknown or misplaced part at byte \(bytes.count)")
        #expect(
            formatError { () throws(FormatError) in try Letter(parsing: bytes + Array("extra 1\nx\n".utf8)) } != nil)
    }
}

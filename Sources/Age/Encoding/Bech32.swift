/// Bech32 of BIP 173 without its length limit, as C2SP age prescribes for keys.
///
/// Strings are wholly lower or wholly upper case; the checksum is always that of the lower-case string.
enum Bech32 {
    /// The longest string accepted, in characters; a hybrid recipient has 1,959.
    static let longest = 4096

    private static let alphabet = [UInt8]("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    private static let generator: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
    private static let checksumLength = 6

    /// The text of `data` under `prefix`, in the case of `prefix`.
    static func encode(prefix: StaticString, _ data: UnsafeRawBufferPointer) -> SecretBytes {
        let prefix = prefix.withUTF8Buffer { [UInt8]($0) }
        let isUpper = prefix.contains(where: isUpperCase)
        var checksum = Checksum(prefix: prefix)
        let digitCount = (data.count * 8 + 4) / 5
        return SecretBytes(count: prefix.count + 1 + digitCount + checksumLength) { text in
            text.copyBytes(from: prefix + [UInt8(ascii: "1")])
            var position = prefix.count + 1
            func put(_ digit: UInt8) {
                let character = alphabet[Int(digit)]
                text[position] = isUpper ? upperCased(character) : character
                position += 1
            }
            forEachDigit(of: data) { digit in
                checksum.add(digit)
                put(digit)
            }
            checksum.finalDigits().forEach(put)
        }
    }

    /// The data of `text`, provided that it is well formed and starts with exactly `prefix` and `1`.
    static func decode(prefix: StaticString, _ text: UnsafeRawBufferPointer) throws(AgeError) -> SecretBytes {
        guard text.count <= longest else { throw AgeError(.key, "the key is longer than \(longest) characters") }
        try checkCharacters(text)
        guard let separator = text.lastIndex(of: UInt8(ascii: "1")), text.count - separator > checksumLength else {
            throw AgeError(.key, "this is not an age key")
        }
        let expected = prefix.withUTF8Buffer { [UInt8]($0) }
        guard text[..<separator].elementsEqual(expected) else {
            throw AgeError(.key, "the key does not start with \(prefix)1")
        }
        return try decodeDigits(UnsafeRawBufferPointer(rebasing: text[(separator + 1)...]), prefix: expected)
    }

    private static func decodeDigits(_ text: UnsafeRawBufferPointer, prefix: [UInt8]) throws(AgeError) -> SecretBytes {
        var checksum = Checksum(prefix: prefix)
        let digitCount = text.count - checksumLength
        let unused = digitCount * 5 % 8
        return try SecretBytes(count: digitCount * 5 / 8) { data throws(AgeError) in
            var bits: UInt32 = 0
            var bitCount = 0
            var position = 0
            for (index, character) in text.enumerated() {
                guard let digit = alphabet.firstIndex(of: lowerCased(character)) else {
                    throw AgeError(.key, "the key has a character that no age key has")
                }
                checksum.add(UInt8(digit))
                guard index < digitCount else { continue }
                bits = bits << 5 | UInt32(digit)
                bitCount += 5
                guard bitCount >= 8 else { continue }
                bitCount -= 8
                data[position] = UInt8(truncatingIfNeeded: bits >> UInt32(bitCount))
                position += 1
            }
            guard checksum.isValid else {
                throw AgeError(.key, "the key's checksum is wrong", hint: "a character was mistyped or lost")
            }
            guard unused < 5, bits & ((1 << UInt32(unused)) - 1) == 0 else {
                throw AgeError(.key, "the key has superfluous bits at its end")
            }
        }
    }

    private static func checkCharacters(_ text: UnsafeRawBufferPointer) throws(AgeError) {
        guard text.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw AgeError(.key, "the key has a character that no age key has")
        }
        guard !(text.contains(where: isUpperCase) && text.contains(where: isLowerCase)) else {
            throw AgeError(.key, "the key mixes upper and lower case")
        }
    }

    private static func forEachDigit(of data: UnsafeRawBufferPointer, _ body: (UInt8) -> Void) {
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for byte in data {
            bits = (bits << 8 | UInt32(byte)) & 0xfff
            bitCount += 8
            while bitCount >= 5 {
                bitCount -= 5
                body(UInt8(bits >> bitCount & 31))
            }
        }
        if bitCount > 0 { body(UInt8(bits << (5 - bitCount) & 31)) }
    }

    private static func isUpperCase(_ character: UInt8) -> Bool { (0x41...0x5a).contains(character) }
    private static func isLowerCase(_ character: UInt8) -> Bool { (0x61...0x7a).contains(character) }
    private static func lowerCased(_ character: UInt8) -> UInt8 {
        isUpperCase(character) ? character | 0x20 : character
    }
    private static func upperCased(_ character: UInt8) -> UInt8 {
        isLowerCase(character) ? character & 0xdf : character
    }

    /// The BCH code of BIP 173, section "Checksum".
    private struct Checksum {
        private var state: UInt32 = 1

        init(prefix: [UInt8]) {
            prefix.forEach { add(lowerCased($0) >> 5) }
            add(0)
            prefix.forEach { add(lowerCased($0) & 31) }
        }

        mutating func add(_ digit: UInt8) {
            let top = state >> 25
            state = (state & 0x1ff_ffff) << 5 ^ UInt32(digit)
            for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 {
                state ^= generator[bit]
            }
        }

        var isValid: Bool { state == 1 }

        mutating func finalDigits() -> [UInt8] {
            for _ in 0..<checksumLength { add(0) }
            let code = state ^ 1
            return (0..<UInt32(checksumLength)).map { UInt8(code >> (5 * (5 - $0)) & 31) }
        }
    }
}

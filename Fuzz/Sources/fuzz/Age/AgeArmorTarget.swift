@testable import Age

extension FuzzTarget {
    static let ageArmor = FuzzTarget("age-armor", longestInput: 1024) { bytes in
        let file = try Armor.decode(bytes)
        promise("there is one armor but for line ends and surrounding white space") {
            Armor.encode(file) == plain(bytes)
        }
    }

    private static func plain(_ armor: [UInt8]) -> [UInt8] {
        var text = armor.drop(while: Armor.isWhitespace)
        while let last = text.last, Armor.isWhitespace(last) { text.removeLast() }
        var plain: [UInt8] = []
        for byte in text + [0x0A] {
            if byte == 0x0A, plain.last == 0x0D { plain.removeLast() }
            plain.append(byte)
        }
        return plain
    }
}

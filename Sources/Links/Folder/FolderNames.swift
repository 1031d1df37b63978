import DurableFiles

/// The rules for names in a shared folder.
///
/// They keep to what every file system and every sync tool carries.
enum FolderNames {
    static let suffix = ".bundle"

    /// 1 to 200 characters of `A-Z a-z 0-9 . _ -`, first a letter or a digit.
    static func isItemName(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetterOrDigit(first), name.utf8.count <= 200 else { return false }
        return name.utf8.allSatisfy(isPlain)
    }

    /// 1 to 32 capital letters, digits and hyphens, first a letter: a station, and its subfolder.
    static func isDesignator(_ name: FileName) -> Bool {
        guard let first = name.bytes.first, isCapital(first), name.bytes.count <= 32 else { return false }
        return name.bytes.allSatisfy { isCapital($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// What sync tools, file managers and unfinished copies leave in a folder: no arrival, and none of our business.
    static func isDropping(_ name: FileName) -> Bool {
        if name.hasPrefix(".") || name.hasSuffix(".part") || name.hasSuffix(".tmp") { return true }
        return ["thumbs.db", "desktop.ini"].contains(name.description.lowercased())
    }

    /// Where an arrival stands in the order: 0 to 5 as its name tells, then other bundles, then what is no bundle.
    static func rank(_ name: FileName) -> UInt8 {
        guard name.hasSuffix(suffix) else { return 7 }
        guard name.bytes.count > 2, name.bytes[1] == UInt8(ascii: "-"), (0x30...0x35).contains(name.bytes[0]) else {
            return 6
        }
        return name.bytes[0] - 0x30
    }

    /// A name of at most 150 plain characters that resembles the given one.
    static func plain(_ name: FileName) -> String {
        let bytes = name.bytes.prefix(150).map { isPlain($0) ? $0 : UInt8(ascii: "_") }
        guard let first = bytes.first, isLetterOrDigit(first) else {
            return "_" + String(decoding: bytes, as: UTF8.self)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Text of the other side, fit to be shown: nothing but printable ASCII.
    static func visible(_ text: String) -> String {
        String(
            decoding: text.utf8.prefix(500).map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isCapital(byte) || isDigit(byte) || (0x61...0x7A).contains(byte)
    }

    private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

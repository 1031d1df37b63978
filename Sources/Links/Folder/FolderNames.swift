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

    /// What sync tools, file managers, browsers and unfinished copies leave in a folder: no arrival, and none of our
    /// business, neither now nor the next time.
    static func isDropping(_ name: FileName) -> Bool {
        let small = name.description.lowercased()
        return small.hasPrefix(".") || small.hasPrefix("~") || small.hasSuffix("~") || leftovers.contains(small)
            || unfinished.contains { small.hasSuffix($0) }
    }

    /// How the names of copies end that are not whole yet: of browsers (`.crdownload`, `.part`, `.opdownload`, `.download`),
    /// of programs for copying (`.filepart` of WinSCP, `.partial` of rclone, `.aria2`, `.ffs_tmp`), of sync programs, and in
    /// general.
    private static let unfinished = [
        ".part", ".partial", ".filepart", ".crdownload", ".opdownload", ".download", ".unconfirmed", ".unfinished",
        ".inprogress", ".incomplete", ".aria2", ".tmp", ".temp", ".ffs_tmp", ".!sync", ".!ut", ".bts", ".syncpart",
        ".synctemp", ".syncold", ".swp", ".lock",
    ]

    /// What operating systems and storage devices put into every folder that they see, in small letters.
    private static let leftovers: Set<String> = [
        "thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "autorun.inf", "icon\r",
        "system volume information", "$recycle.bin", "recycler", "recycled", "found.000", "lost.dir", "lost+found",
        "network trash folder", "temporary items", "__macosx", "@eadir", "@recycle", "@recently-snapshot", "@tmp",
        "#recycle", "#snapshot", "#sync",
    ]

    /// Where an arrival stands in the order: 0 to 5 as its name tells, then other bundles, then what is no bundle.
    static func rank(_ name: FileName) -> UInt8 {
        guard name.hasSuffix(suffix) else { return 7 }
        guard name.bytes.count > 2, name.bytes[1] == UInt8(ascii: "-"), (0x30...0x35).contains(name.bytes[0]) else {
            return 6
        }
        return name.bytes[0] - 0x30
    }

    /// Whether one name stands before another of the same rank: byte by byte, but runs of digits as the numbers that they
    /// are, so that what was packed first comes first (`…-99` before `…-100`).
    static func precedes(_ left: FileName, _ right: FileName) -> Bool {
        var (first, second) = (left.bytes[...], right.bytes[...])
        while let one = first.first, let other = second.first {
            if isDigit(one), isDigit(other) {
                let (number, otherNumber) = (takeNumber(&first), takeNumber(&second))
                if number.count != otherNumber.count { return number.count < otherNumber.count }
                if number != otherNumber { return number.lexicographicallyPrecedes(otherNumber) }
            } else {
                if one != other { return one < other }
                first.removeFirst()
                second.removeFirst()
            }
        }
        // The same but for zeros before a number, or one is the beginning of the other.
        return first.isEmpty == second.isEmpty ? left < right : first.isEmpty
    }

    /// Takes the digits in front, without zeros before the number.
    private static func takeNumber(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = bytes.prefix(while: isDigit)
        bytes = bytes[digits.endIndex...]
        return digits.drop { $0 == 0x30 }
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

/// The rule for the comments that stand beside keys: UTF-8 without control characters, of bounded size.
enum Comment {
    static let longest = 1024

    static func check(_ comment: String, item: SSHFormatError.Item) throws(SSHFormatError) -> String {
        try read(Array(comment.utf8)[...], item: item)
    }

    static func read(_ bytes: ArraySlice<UInt8>, item: SSHFormatError.Item) throws(SSHFormatError) -> String {
        guard bytes.count <= longest else { throw SSHFormatError(item, "its comment is longer than \(longest) bytes") }
        guard let text = bytes.printableText else {
            throw SSHFormatError(
                item, "its comment is not UTF-8 or has control characters", hint: "change it with ssh-keygen -c")
        }
        return text
    }
}

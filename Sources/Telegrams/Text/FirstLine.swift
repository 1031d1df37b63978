/// The first line of each of our texts: the format's name and its major version, `CABLEGRAM MANIFEST 1`.
package struct FirstLine: Sendable {
    package let format: String
    package let version: Int

    package init(format: String, version: Int = 1) {
        self.format = format
        self.version = version
    }

    package var text: String { "\(format) \(version)" }

    /// Rejects a text of another format and, in words of its own, a later version of the right one.
    package func check(_ line: String) throws(FormatError) {
        guard line != text else { return }
        let rest = line.utf8.dropFirst(format.utf8.count)
        let isOtherVersion =
            line.utf8.starts(with: format.utf8) && rest.first == 0x20 && rest.count > 1
            && rest.dropFirst().allSatisfy(isDigit)
        guard isOtherVersion else { throw FormatError(line: 1, "the first line must be '\(text)'") }
        let other = quoted(Substring(rest.dropFirst()))
        throw FormatError(line: 1, "this is version \(other) of \(format); only \(version) is known here")
    }
}

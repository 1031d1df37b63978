/// Why bytes are not a stored frontier.
public enum FrontierError: Error, Hashable, Sendable {
    /// The bytes do not begin with `MFR1` and eight bytes of size.
    case wrongHeader
    /// The size exceeds ``MerkleFrontier/maximumSize``.
    case sizeTooLarge(UInt64)
    /// The number of bytes does not follow from the size.
    case wrongLength(expected: Int, actual: Int)
}

extension FrontierError: CustomStringConvertible {
    /// One line that names the rule that was broken.
    public var description: String {
        switch self {
        case .wrongHeader: "a stored frontier must begin with MFR1 and the size in eight bytes"
        case .sizeTooLarge(let size): "a frontier of \(size) leaves is larger than 2^63 - 1"
        case .wrongLength(let expected, let actual): "a frontier must have \(expected) bytes and has \(actual)"
        }
    }
}

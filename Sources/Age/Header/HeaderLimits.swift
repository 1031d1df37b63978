/// How much of a header we are prepared to read; beyond it a header is refused.
///
/// They leave room for a thousand hybrid recipients and for stanzas of other makers.
public enum HeaderLimits {
    /// The whole header, in bytes.
    public static let bytes = 2 << 20
    /// The number of stanzas.
    public static let stanzas = 1024
    /// The number of arguments of a stanza, its type included.
    public static let arguments = 64
    /// One line, in bytes, its line feed not included.
    public static let lineBytes = 16 << 10
    /// The decoded body of a stanza, in bytes.
    public static let bodyBytes = 16 << 10
}

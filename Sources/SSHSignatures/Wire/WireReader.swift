/// Reads the data types of RFC 4251, section 5, out of a byte string, and never past its end.
///
/// The slices it gives out share the storage of the input. Whoever reads a secret keeps reader and slices inside one
/// function, so that the input is the only owner again when it is wiped.
struct WireReader {
    private var rest: ArraySlice<UInt8>
    private let item: SSHFormatError.Item

    /// `item` is what the errors say was being read.
    init(_ bytes: ArraySlice<UInt8>, item: SSHFormatError.Item) {
        rest = bytes
        self.item = item
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// Takes the next `count` bytes.
    mutating func bytes(_ count: Int) throws(SSHFormatError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw SSHFormatError(item, "it is cut short") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func byte() throws(SSHFormatError) -> UInt8 {
        guard let byte = rest.popFirst() else { throw SSHFormatError(item, "it is cut short") }
        return byte
    }

    mutating func uint32() throws(SSHFormatError) -> UInt32 {
        try bytes(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Takes a length-prefixed `string`.
    mutating func string() throws(SSHFormatError) -> ArraySlice<UInt8> {
        try bytes(Int(uint32()))
    }

    /// Takes a `string` that has to be exactly `expected`; `name` says what it is.
    mutating func string(equalTo expected: some Collection<UInt8>, name: String) throws(SSHFormatError) {
        guard try string().elementsEqual(expected) else { throw SSHFormatError(item, "its \(name) is wrong") }
    }

    /// Takes a `string` that has to have `count` bytes; `name` says what it is.
    mutating func string(count: Int, name: String) throws(SSHFormatError) -> ArraySlice<UInt8> {
        let value = try string()
        guard value.count == count else {
            throw SSHFormatError(item, "its \(name) has \(value.count) bytes instead of \(count)")
        }
        return value
    }

    /// Takes everything that is left.
    mutating func remainder() -> ArraySlice<UInt8> {
        defer { rest = [] }
        return rest
    }

    /// Ends the reading: nothing may be left.
    func finish() throws(SSHFormatError) {
        guard isAtEnd else { throw SSHFormatError(item, "\(rest.count) bytes follow its end") }
    }
}

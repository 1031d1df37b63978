/// One parser, and what it promises for every input.
struct FuzzTarget: Sendable {
    let name: String
    /// The longest input worth trying, in bytes.
    let longestInput: Int
    /// Throws where the parser rejects the input; ends the process where a promise is broken.
    let examine: @Sendable ([UInt8]) throws -> Void

    init(_ name: String, longestInput: Int, examine: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.longestInput = longestInput
        self.examine = examine
    }
}

/// Ends the process, for libFuzzer to notice, unless `check` returns true; an error is a broken promise too.
func promise(_ words: StaticString, _ check: () throws -> Bool) {
    do {
        guard try check() else { fatalError("broken promise: \(words)") }
    } catch {
        fatalError("broken promise: \(words): \(error)")
    }
}

/// The input as text, for parsers that take a `String`.
func text(_ bytes: [UInt8]) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw NotText() }
    return text
}

struct NotText: Error {}

/// Takes an input apart for targets that need more than one value.
struct Pieces {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    mutating func number() -> UInt64 { (0..<8).reduce(0) { number, _ in number << 8 | UInt64(byte()) } }

    mutating func bytes(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }
}

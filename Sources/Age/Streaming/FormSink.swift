/// Writes an age file in the form asked for; ``finish()`` completes it.
struct FormSink<Base: ByteSink>: ByteSink {
    private(set) var base: Base
    private let form: FileForm
    private var pending: [UInt8] = []

    init(_ base: Base, form: FileForm) throws {
        self.base = base
        self.form = form
        if form == .armored { try self.base.write(Armor.header + [UInt8(ascii: "\n")]) }
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard form == .armored else { return try base.write(bytes) }
        pending.append(contentsOf: bytes)
        let whole = pending.count / Armor.bytesPerLine * Armor.bytesPerLine
        try writeLines(pending[..<whole])
        pending.removeFirst(whole)
    }

    mutating func finish() throws {
        guard form == .armored else { return }
        try writeLines(pending[...])
        try base.write(Armor.footer + [UInt8(ascii: "\n")])
    }

    private mutating func writeLines(_ bytes: ArraySlice<UInt8>) throws {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / Armor.bytesPerLine * (Armor.columns + 1) + Armor.columns + 1)
        Armor.appendLines(bytes, to: &text)
        try base.write(text)
    }
}

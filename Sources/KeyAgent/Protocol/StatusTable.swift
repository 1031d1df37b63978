/// Reads the body of a status reply.
struct StatusTable {
    private var rest: Slice<UnsafeRawBufferPointer>

    /// Nil where the body is not exactly a table.
    static func parse(_ body: UnsafeRawBufferPointer) -> [HeldSecret]? {
        var table = StatusTable(rest: body[...])
        guard let count = table.number(UInt16.self), count <= AgentLimits.secrets else { return nil }
        var held: [HeldSecret] = []
        for _ in 0..<count {
            guard let entry = table.entry() else { return nil }
            held.append(entry)
        }
        return table.rest.isEmpty ? held : nil
    }

    private mutating func entry() -> HeldSecret? {
        guard let size = number(UInt8.self), let bytes = take(Int(size)), let name = SecretName(bytes),
            let seconds = number(UInt32.self)
        else { return nil }
        return HeldSecret(name: name.text, secondsLeft: seconds)
    }

    private mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        take(MemoryLayout<Number>.size).map { Number(bigEndianBytes: $0) }
    }

    private mutating func take(_ count: Int) -> Slice<UnsafeRawBufferPointer>? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}

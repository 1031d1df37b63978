/// Puts one of our texts together, line by line.
struct TextWriter {
    private(set) var bytes: [UInt8] = []

    init(firstLine: String, capacity: Int = 1024) {
        bytes.reserveCapacity(capacity)
        line(firstLine)
    }

    mutating func line(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(0x0A)
    }

    mutating func field(_ name: String, _ value: String) {
        bytes.append(contentsOf: name.utf8)
        bytes.append(0x3A)
        bytes.append(0x20)
        line(value)
    }

    mutating func field(_ name: String, _ value: String?) {
        if let value { field(name, value) }
    }

    mutating func field(_ name: String, _ value: some CustomStringConvertible) {
        field(name, value.description)
    }

    mutating func field(_ name: String, each values: [some CustomStringConvertible]) {
        for value in values { field(name, value.description) }
    }
}

import Foundation
import Terminal

/// Something that a command shows: the same value for people and for programs.
protocol Presentable: Encodable {
    /// What a person reads. Words of others in it are `Console.quoted`, texts of theirs stand behind the page's margin.
    var lines: [String] { get }
}

/// The one renderer.
enum Renderer {
    static func show(_ value: some Presentable, asJSON: Bool) throws {
        guard asJSON else { return Console.result(lines: value.lines) }
        Console.result(try json(value, [.prettyPrinted]) + "\n")
    }

    /// A value as one line of JSON.
    static func showLine(_ value: some Encodable) throws {
        Console.result(try json(value) + "\n")
    }

    static func line(_ value: some Encodable) throws -> String { try json(value) }

    private static func json(
        _ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting = []
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return DisplayText.json(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

/// A list of things as a table, or one sentence where there are none.
struct Listing<Row: Encodable>: Presentable {
    let rows: [Row]
    let heading: [String]
    let empty: String
    let cells: (Row) -> [String]

    var lines: [String] {
        rows.isEmpty ? [empty] : Table(heading, rows.map { cells($0).map { Console.visible($0) } }).lines
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rows)
    }
}

/// Some lines, and a value for programs.
struct Report<Value: Encodable>: Presentable {
    let value: Value
    let lines: [String]

    init(_ value: Value, _ lines: [String]) {
        self.value = value
        self.lines = lines
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

import FoundationEssentials
import Station
import Terminal
import Traffic

/// The status as JSON, spelled as `cable status --json` spells it.
extension StationStatus {
    package func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return Array(DisplayText.json(String(decoding: try encoder.encode(self), as: UTF8.self)).utf8)
    }

    /// - Throws: `DecodingError` where the text is not a status, or that of another version of the program.
    package init(json: [UInt8]) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(StationStatus.self, from: Data(json))
    }
}

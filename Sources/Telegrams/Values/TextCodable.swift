/// A value that stands in JSON as its text, and is read as strictly there as anywhere else.
package protocol TextCodable: Codable, CustomStringConvertible {
    /// - Throws: `FormatError` where it is not the one spelling of a value.
    init(text: String) throws(FormatError)
}

extension TextCodable {
    package init(from decoder: any Decoder) throws { try self.init(textFrom: decoder) }

    package func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }

    init(textFrom decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            try self.init(text: text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(error)")
        }
    }

    func encodeText(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// RFC 3339, with whole seconds: a fraction is not told.
extension Instant: TextCodable {
    package init(text: String) throws(FormatError) { try self.init(rfc3339: text) }
}

extension Designator: TextCodable {
    package init(text: String) throws(FormatError) { try self.init(text) }
}

extension Codename: TextCodable {
    package init(text: String) throws(FormatError) { try self.init(text) }
}

extension Address: TextCodable {
    package init(text: String) throws(FormatError) { try self.init(text) }
}

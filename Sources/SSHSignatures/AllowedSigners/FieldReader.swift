/// Takes the fields of a line apart where OpenSSH does.
struct FieldReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ line: ArraySlice<UInt8>) { rest = line.drop(while: ASCII.isBlank) }

    /// The first field; between quotation marks it may have blanks.
    mutating func principals() throws(SSHFormatError) -> ArraySlice<UInt8> {
        if rest.first == ASCII.quote {
            let field = rest.dropFirst().prefix { $0 != ASCII.quote }
            guard field.endIndex < rest.endIndex else {
                throw SSHFormatError(.allowedSigners, "the quotation mark before the principals is not closed")
            }
            rest = rest[(field.endIndex + 1)...]
            try skipBlanks(after: "principals")
            return field
        }
        let field = rest.prefix { !ASCII.isBlank($0) }
        guard !field.contains(ASCII.quote) else {
            throw SSHFormatError(.allowedSigners, "a quotation mark stands inside the principals")
        }
        rest = rest[field.endIndex...]
        try skipBlanks(after: "principals")
        return field
    }

    /// The word up to the next blank, without taking it.
    var nextWord: ArraySlice<UInt8> { rest.prefix { !ASCII.isBlank($0) } }

    mutating func skipBlanks(after field: String) throws(SSHFormatError) {
        guard let next = rest.first, ASCII.isBlank(next) else {
            throw SSHFormatError(.allowedSigners, "a blank and a key must follow the \(field)")
        }
        rest = rest.drop(while: ASCII.isBlank)
    }

    /// Takes the letters of an option's name.
    mutating func optionName() -> ArraySlice<UInt8> {
        let ends = [ASCII.space, ASCII.tab, ASCII.comma, ASCII.equalsSign, ASCII.quote]
        let name = rest.prefix { !ends.contains($0) }
        rest = rest[name.endIndex...]
        return name
    }

    /// Takes `expected` if it comes next.
    mutating func take(_ expected: UInt8) -> Bool {
        guard rest.first == expected else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Takes a value between quotation marks; inside, a backslash before a quotation mark makes it part of the value.
    mutating func quotedValue() throws(SSHFormatError) -> [UInt8] {
        guard take(ASCII.quote) else {
            throw SSHFormatError(.allowedSigners, "an option's value must stand between quotation marks")
        }
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == ASCII.quote { return value }
            let isEscape = byte == ASCII.backslash && rest.first == ASCII.quote
            value.append(isEscape ? rest.removeFirst() : byte)
        }
        throw SSHFormatError(.allowedSigners, "the quotation mark before an option's value is not closed")
    }
}

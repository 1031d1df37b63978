/// A sentence, and what stands in its gaps.
///
/// It is written as a string with interpolations. Programs tell sentences apart by the pattern, whatever stands in the gaps;
/// a translation is found by the pattern, and puts the arguments where its grammar wants them.
package struct Wording: Hashable, Sendable, CustomStringConvertible {
    /// The sentence with `%1`, `%2` and so on for the arguments, and `%%` for a per cent sign.
    package private(set) var pattern: String
    package private(set) var arguments: [String]
    /// The sentence as it is read.
    package private(set) var description: String

    /// A text that something else has said: there is no pattern to it.
    package init(verbatim text: String) {
        self.init(stringInterpolation: Interpolation(text))
    }

    /// Two sentences, or two parts of one.
    package static func + (left: Wording, right: Wording) -> Wording {
        var sum = left
        var rest = right.pattern[...]
        while let sign = rest.firstIndex(of: "%") {
            sum.pattern += rest[..<sign]
            let behind = rest[rest.index(after: sign)...]
            let digits = behind.prefix { $0.isNumber }
            sum.pattern += Int(digits).map { "%\(left.arguments.count + $0)" } ?? "%%"
            rest = digits.isEmpty ? behind.dropFirst() : behind[digits.endIndex...]
        }
        sum.pattern += rest
        sum.arguments += right.arguments
        sum.description += right.description
        return sum
    }
}

extension Wording: ExpressibleByStringInterpolation {
    /// Collects the pattern and the arguments.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var pattern = ""
        fileprivate var arguments: [String] = []
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            pattern.reserveCapacity(literalCapacity + 2 * interpolationCount)
            arguments.reserveCapacity(interpolationCount)
        }

        fileprivate init(_ argument: String) { appendInterpolation(argument) }

        package mutating func appendLiteral(_ literal: String) {
            text += literal
            for character in literal { pattern += character == "%" ? "%%" : String(character) }
        }

        package mutating func appendInterpolation(_ value: some Any) {
            let argument = "\(value)"
            arguments.append(argument)
            pattern += "%\(arguments.count)"
            text += argument
        }
    }

    package init(stringInterpolation: Interpolation) {
        pattern = stringInterpolation.pattern
        arguments = stringInterpolation.arguments
        description = stringInterpolation.text
    }

    package init(stringLiteral text: String) {
        var interpolation = Interpolation(literalCapacity: text.utf8.count, interpolationCount: 0)
        interpolation.appendLiteral(text)
        self.init(stringInterpolation: interpolation)
    }
}

/// Some values of the same kind, in the text format of Prometheus, version 0.0.4.
struct MetricFamily: Equatable, Sendable {
    enum Kind: String, Sendable {
        /// Grows until the process ends; its name ends in `_total`.
        case counter
        case gauge
    }

    struct Sample: Equatable, Sendable {
        /// Names and values, in the order in which they are written.
        var labels: [Label] = []
        var value: Int
    }

    struct Label: Equatable, Sendable {
        var name: String
        var value: String
    }

    let name: String
    let kind: Kind
    /// What the value means, in one line.
    let help: String
    var samples: [Sample]

    /// - Parameter name: without the prefix `cablegram_`.
    init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        self.name = "cablegram_" + name
        self.kind = kind
        self.help = help
        self.samples = samples
    }

    /// A family with one value.
    init(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
        self.init(name, kind, help, [Sample(value: value)])
    }

    /// Its lines; none where there is no value.
    var text: String {
        guard !samples.isEmpty else { return "" }
        return "# HELP \(name) \(Self.escaped(help))\n# TYPE \(name) \(kind.rawValue)\n"
            + samples.map { "\(name)\($0.labelText) \($0.value)\n" }.joined()
    }

    /// Nothing that others named ends a line or a quotation.
    fileprivate static func escaped(_ text: String, quotes: Bool = false) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension MetricFamily.Sample {
    fileprivate var labelText: String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.map { "\($0.name)=\"\(MetricFamily.escaped($0.value, quotes: true))\"" }
        return "{" + pairs.joined(separator: ",") + "}"
    }
}

/// What long work consists of, and how far it has come is put into words.
package struct ProgressMeasure: Sendable {
    /// What is counted.
    package enum Unit: Sendable {
        /// Shown in KiB, MiB, GiB.
        case bytes
        /// Shown as a number before the word: `12 of 40 telegrams`.
        case count(of: String)
    }

    let label: String
    let unit: Unit
    let total: Int?

    /// - Parameters:
    ///   - label: what is being done, such as `opening`.
    ///   - total: how much there is to do; nil where nobody knows yet.
    package init(_ label: String, unit: Unit, total: Int? = nil) {
        self.label = label
        self.unit = unit
        self.total = total
    }

    /// For example `opening: 12 of 40 telegrams (30 %)`.
    func text(done: Int) -> String {
        let line = DisplayText.line(label) + ": " + amount(done)
        guard let total, total > 0 else { return line }
        let percent = Int(min(1, max(0, Double(done) / Double(total))) * 100)
        return "\(line) (\(percent) %)"
    }

    private func amount(_ done: Int) -> String {
        switch unit {
        case .bytes: Self.size(done) + (total.map { " of \(Self.size($0))" } ?? "")
        case .count(let word): "\(done)" + (total.map { " of \($0)" } ?? "") + " " + DisplayText.line(word)
        }
    }

    /// A size with one decimal in the largest unit that leaves at least 1, rounded down.
    package static func size(_ bytes: Int) -> String {
        guard bytes >= 1024 else { return "\(bytes) B" }
        var unit = 1024
        var names = ["KiB", "MiB", "GiB", "TiB"][...]
        while bytes / unit >= 1024, names.count > 1 {
            unit *= 1024
            names = names.dropFirst()
        }
        let tenths = (bytes % unit) * 10 / unit
        return "\(bytes / unit).\(tenths) \(names.first ?? "B")"
    }
}

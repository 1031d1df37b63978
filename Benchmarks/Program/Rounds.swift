/// Several things measured in turn, so that a busy machine slows all of them alike.
struct Rounds {
    private var samples: [String: [Double]] = [:]
    private var order: [String] = []

    /// Does something `count` times and notes how often a second that was.
    mutating func measure(_ name: String, count: Int, _ body: () throws -> Void) rethrows {
        let elapsed = try ContinuousClock().measure { for _ in 0..<count { try body() } }
        if samples[name] == nil { order.append(name) }
        samples[name, default: []].append(Double(count) / elapsed.seconds)
    }

    /// The median of a thing's rounds, per second.
    func median(_ name: String) -> Double {
        let sorted = (samples[name] ?? []).sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    /// A line for each thing: its median, and the slowest and fastest round.
    var lines: [String] {
        order.map { name in
            let all = samples[name] ?? []
            let range = "\(Int(all.min() ?? 0)) to \(Int(all.max() ?? 0))"
            return "\(padded(name, 44)) \(padded("\(Int(median(name)))/s", 10)) n=\(all.count), \(range)"
        }
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

import Glibc

/// Several things measured in turn, in seconds of this thread's processor time, so that whatever else the machine does
/// counts for little.
struct Rounds {
    private var samples: [String: [Double]] = [:]
    private var order: [String] = []

    /// Does something `count` times and notes how often a second that was.
    mutating func measure(_ name: String, count: Int, _ body: () throws -> Void) rethrows {
        let begin = Self.processorSeconds
        for _ in 0..<count { try body() }
        let elapsed = Self.processorSeconds - begin
        if samples[name] == nil { order.append(name) }
        samples[name, default: []].append(Double(count) / elapsed)
    }

    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
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

func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

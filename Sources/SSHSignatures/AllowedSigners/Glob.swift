/// Matching with `*` and `?` on bytes.
enum Glob {
    /// Whether all of `name` matches `pattern`; takes at most `name.count * pattern.count` steps.
    ///
    /// Only the last `*` ever needs to be tried again, one byte longer each time.
    static func matches(_ name: [UInt8], pattern: [UInt8]) -> Bool {
        var (position, next) = (0, 0)
        var retry: (position: Int, next: Int)?
        while position < name.count {
            if next < pattern.count, pattern[next] == ASCII.asterisk {
                next += 1
                retry = (position, next)
            } else if next < pattern.count, pattern[next] == ASCII.questionMark || pattern[next] == name[position] {
                position += 1
                next += 1
            } else if let last = retry {
                (position, next) = (last.position + 1, last.next)
                retry = (position, next)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == ASCII.asterisk }
    }
}

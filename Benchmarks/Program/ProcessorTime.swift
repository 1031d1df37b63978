import DurableFiles
import Glibc

/// How long a process has kept the processors so far (proc(5), `stat`).
struct ProcessorTime {
    let seconds: Double

    init(of process: Int) throws {
        let text = String(decoding: try DurableFile.read("/proc/\(process)/stat", limit: 4_096), as: UTF8.self)
        // The name in brackets may hold blanks; the fields after it are numbered from 3.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        let ticks = fields.count > 13 ? (Double(fields[12]) ?? 0) + (Double(fields[13]) ?? 0) : 0
        seconds = ticks / Double(sysconf(CInt(_SC_CLK_TCK)))
    }
}

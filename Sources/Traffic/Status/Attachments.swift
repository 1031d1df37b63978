import Glibc
import Register
import Station
import Telegrams

// Processes that serve one session each, beside the one that serves the station or without it: `status` tells of them too.

extension Station {
    /// Notes the sessions that this process serves, in place of what it noted before; those of processes that have ended
    /// without a word are forgotten.
    package func noteAttached(_ sessions: [(link: String, session: StationStatus.Session)]) throws {
        let process = getpid()
        let started = RunningProcess.start(of: process) ?? 0
        let own = sessions.map { link, session in
            AttachedRecord(
                process: process, started: started, link: link, remote: session.remote,
                since: session.since, handed: session.handed, taken: session.taken,
                underWay: session.underWay)
        }
        func isOwn(_ noted: AttachedRecord) -> Bool { noted.process == process }
        // A write wakes all who watch the register.
        let noted = try register.read { try $0.attachedSessions() }
        guard noted.filter(isOwn) != own || !noted.allSatisfy(\.isServed) else { return }
        try register.write { writer in
            let others = try writer.reader.attachedSessions().filter { !isOwn($0) && $0.isServed }
            try writer.set(others + own)
        }
    }
}

extension AttachedRecord {
    /// Whether the process that noted it is running still.
    var isServed: Bool { RunningProcess.start(of: process) == started }
}

extension StationStatus.Session {
    init(_ attached: AttachedRecord) {
        self.init(
            remote: "\(attached.remote) of process \(attached.process)", since: attached.since,
            protection: "none", keyAgreement: nil, handed: attached.handed, taken: attached.taken,
            underWay: attached.underWay)
    }
}

/// What the system says of a process.
enum RunningProcess {
    /// When a process was started, in ticks since the machine was; nil where there is none of that number, or it has ended.
    static func start(of process: Int32) -> Int64? {
        guard let file = fopen("/proc/\(process)/stat", "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        return start(inLine: String(decoding: bytes.prefix(count), as: UTF8.self))
    }

    /// proc(5): the number, the command in parentheses, which may hold anything, the state, and as the 22nd field the start.
    static func start(inLine line: String) -> Int64? {
        guard let command = line.lastIndex(of: ")") else { return nil }
        let fields = line[line.index(after: command)...].split(separator: " ")
        // Ended, and not yet taken leave of by its parent.
        guard let state = fields.first, state != "Z", state != "X", fields.count > 19 else { return nil }
        return Int64(fields[19])
    }
}

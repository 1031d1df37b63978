import CKeyAgent
import Glibc

/// A file descriptor with one owner, closed when that one lets go.
struct FileDescriptor: ~Copyable, Sendable {
    let number: CInt

    /// Takes over a descriptor that a system call has just returned, or reports why it did not.
    init(_ number: CInt, _ action: String) throws(KeyAgentError) {
        guard number >= 0 else { throw .system(action) }
        self.number = number
    }

    deinit { close(number) }
}

/// The two ends of a pipe.
struct Pipe: ~Copyable {
    let reading: FileDescriptor
    let writing: FileDescriptor

    init() throws(KeyAgentError) {
        var ends: [CInt] = [-1, -1]
        guard key_agent_pipe(&ends) == 0 else { throw .system("make a pipe") }
        let reading = try FileDescriptor(ends[0], "make a pipe")
        let writing = try FileDescriptor(ends[1], "make a pipe")
        self.reading = reading
        self.writing = writing
    }
}

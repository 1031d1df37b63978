import Age
import Glibc

/// The library's own streaming, between standard input and standard output.
enum Streaming {
    static func seal(to recipient: String, threads: Int) throws {
        var sink = DescriptorSink(STDOUT_FILENO)
        try AgeStream.seal(
            from: DescriptorSource(STDIN_FILENO), into: &sink, to: [KeyFile.recipient(recipient)], threads: threads)
    }

    static func open(identities path: String, threads: Int) throws {
        var sink = DescriptorSink(STDOUT_FILENO)
        let identities = try KeyFile.identities(SecretBytes(copying: contents(of: path)))
        try AgeStream.open(from: DescriptorSource(STDIN_FILENO), into: &sink, with: identities, threads: threads)
    }

    private static func contents(of path: String) throws -> [UInt8] {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var source = DescriptorSource(descriptor)
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = try bytes.withUnsafeMutableBytes { try source.read(into: $0) }
        return Array(bytes[..<count])
    }
}

import FolderSupport
import Glibc

@testable import Serving

/// A connection that is only opened.
enum RawUnixClient {
    static func connect(_ folder: String) throws -> CInt {
        let place = try SocketPlace(folder: folder)
        let number = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        guard place.withAddress({ Glibc.connect(number, $0, $1) }) == 0 else { throw SupportError("errno \(errno)") }
        return number
    }

    /// Waits until the other side has closed one of the connections, and returns how many it has closed.
    static func waitForOne(of numbers: [CInt]) -> Int {
        var sources = numbers.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while poll(&sources, nfds_t(sources.count), -1) < 0 && errno == EINTR {}
        return sources.count { $0.revents != 0 }
    }
}

/// Asks over TCP on this machine.
enum TCPClient {
    static func ask(_ request: String, port: UInt16) throws -> String {
        let number = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        defer { close(number) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw SupportError("connect: errno \(errno)") }
        let bytes = Array(request.utf8)
        guard send(number, bytes, bytes.count, CInt(MSG_NOSIGNAL)) == bytes.count else {
            throw SupportError("send: errno \(errno)")
        }
        var answer: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(number, &part, part.count, 0)
            guard count >= 0 else { throw SupportError("recv: errno \(errno)") }
            if count == 0 { return String(decoding: answer, as: UTF8.self) }
            answer += part[..<count]
        }
    }
}

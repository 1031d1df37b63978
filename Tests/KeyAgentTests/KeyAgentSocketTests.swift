import Glibc
import Testing

@testable import KeyAgent

@Suite struct KeyAgentSocketTests {
    private func code(_ body: () throws -> Void) -> KeyAgentError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? KeyAgentError)?.code
        }
    }

    @Test func `the socket is in a directory of ours inside the runtime directory`() throws {
        let test = try TestDirectory()
        let path = try KeyAgentSocket.path(stationHome: "/nowhere/home", runtimeDirectory: test.path)
        #expect(path == "\(test.path)/cablegram/\(KeyAgentSocket.hash("/nowhere/home")).sock")
        try PrivateDirectory.verify("\(test.path)/cablegram")
        rmdir("\(test.path)/cablegram")
    }

    @Test(arguments: [nil, ""])
    func `without a runtime directory it is in one of ours among the temporary files`(runtime: String?) throws {
        let test = try TestDirectory()
        let path = try KeyAgentSocket.path(
            stationHome: "/nowhere/home", runtimeDirectory: runtime, temporaryDirectory: test.path)
        #expect(path.hasPrefix("\(test.path)/cablegram-\(geteuid())/"))
        rmdir("\(test.path)/cablegram-\(geteuid())")
    }

    @Test func `a directory that somebody else has prepared wider is refused`() throws {
        let test = try TestDirectory()
        let directory = "\(test.path)/cablegram-\(geteuid())"
        mkdir(directory, 0o700)
        chmod(directory, 0o777)
        defer { rmdir(directory) }
        let refusal = code {
            _ = try KeyAgentSocket.path(stationHome: "/", runtimeDirectory: nil, temporaryDirectory: test.path)
        }
        #expect(refusal == .directoryNotPrivate)
    }

    @Test func `a runtime directory that others may enter is refused`() throws {
        let test = try TestDirectory()
        chmod(test.path, 0o755)
        let refusal = code { _ = try KeyAgentSocket.path(stationHome: "/", runtimeDirectory: test.path) }
        #expect(refusal == .directoryNotPrivate)
    }

    @Test func `two spellings of a folder give one socket and two folders two`() throws {
        let test = try TestDirectory()
        defer { rmdir("\(test.path)/cablegram") }
        let paths = try ["/usr", "/usr/../usr/", "/etc"].map {
            try KeyAgentSocket.path(stationHome: $0, runtimeDirectory: test.path)
        }
        #expect(paths[0] == paths[1])
        #expect(paths[0] != paths[2])
    }

    @Test func `the hash is FNV-1a`() {
        #expect(KeyAgentSocket.hash("") == "cbf29ce484222325")
        #expect(KeyAgentSocket.hash("foobar") == "85944171f73967e8")
    }

    @Test func `a path of 107 bytes is an address and one of 108 is not`() throws {
        let path = "/" + String(repeating: "d", count: 106)
        _ = try SocketAddress(path)
        #expect(code { _ = try SocketAddress(path + "d") } == .badPath)
        #expect(code { _ = try SocketAddress("relative.sock") } == .badPath)
        #expect(code { _ = try KeyAgentClient(socket: path + "d").status() } == .badPath)
        #expect(code { _ = try KeyAgentLauncher.start(program: "/bin/true", socket: path + "d") } == .badPath)
    }
}

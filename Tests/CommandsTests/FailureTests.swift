import DurableFiles
import Foundation
import Glibc
import Station
import Telegrams
import Testing

@testable import Commands

@Suite struct FailureTests {
    private struct Report: Decodable {
        struct Error: Decodable {
            var code: String
            var exit_code: Int
            var message: String
            var pattern: String
            var arguments: [String]
            var hint: String?
            var hint_arguments: [String]?
            var cause: String?
        }
        var error: Error
    }

    private func told(_ error: any Error) throws -> Report.Error {
        let line = try Renderer.line(["error": Failure(error)])
        return try JSONDecoder().decode(Report.self, from: Data(line.utf8)).error
    }

    @Test func `a program is told the kind, the pattern and what stands in it`() throws {
        let number = 7
        let error = try told(
            StationError(.notFound, "there is no No. \(number) in the register", hint: "see 'cable list \(number)'"))
        #expect(error.code == "not-found" && error.exit_code == 66)
        #expect(error.message == "there is no No. 7 in the register")
        #expect(error.pattern == "there is no No. %1 in the register" && error.arguments == ["7"])
        #expect(error.hint == "see 'cable list 7'" && error.hint_arguments == ["7"])
        #expect(error.cause == nil)
    }

    @Test func `what failed below is the cause, and a library's words are an argument`() throws {
        struct Odd: Error, CustomStringConvertible { let description = "100 % odd" }
        let odd = try told(Odd())
        #expect(odd.code == "unavailable" && odd.message == "100 % odd" && odd.cause == "100 % odd")
        #expect(odd.pattern == "%1" && odd.arguments == ["100 % odd"])
        let file = try told(FileError(.read, "/x", code: ENOENT))
        #expect(file.code == "not-found" && file.exit_code == 66)
    }

    @Test func `every kind has an exit code of its own`() {
        let codes = StationError.Code.allCases.map { ExitCodes.code(for: $0).rawValue }
        #expect(Set(codes).count == codes.count && !codes.contains { (0...2).contains($0) })
    }
}

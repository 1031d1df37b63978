import ArgumentParser
import Testing

@testable import Commands

@Suite struct CommandNamesTests {
    /// A name that is derived from its type costs a search through the whole program, at every start.
    @Test func everyCommandSaysItsName() {
        var waiting: [any ParsableCommand.Type] = [Cable.self]
        var nameless: [String] = []
        var count = 0
        while let command = waiting.popLast() {
            count += 1
            if command.configuration.commandName == nil { nameless.append("\(command)") }
            waiting += command.configuration.subcommands
        }
        #expect(nameless == [])
        #expect(count > 60)
    }
}

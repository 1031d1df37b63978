import Register
import Telegrams

// Enters telegrams in a register, as a station's command would; every third transaction fails.
//
//     RegisterWriter REGISTER COUNT

struct Abandoned: Error {}

func enter(_ writer: Register.Writer) throws -> Int64 {
    try writer.enter(
        NewEntry(
            direction: .outgoing, isService: false, recorded: Instant(seconds: 1), precedence: .routine, addressees: [],
            content: [1]))
}

let register = try Register(path: CommandLine.arguments[1])
for index in 1...(Int(CommandLine.arguments[2]) ?? 1) {
    let number = try register.write(enter)
    print(number)
    guard index.isMultiple(of: 3) else { continue }
    do {
        try register.write { writer in
            _ = try enter(writer)
            throw Abandoned()
        }
    } catch is Abandoned {}
}

import Telegrams

extension LinkKind {
    /// A session over the standard input and output of a command that we start, or that the other side starts here.
    package static let pipe = LinkKind(
        "pipe",
        .sessions(most: 1) { host, setup, peer in
            let command = ShellCommand(line: setup.place, environment: setup.environment)
            return try await host.connect(through: command, link: setup.name, peer: peer)
        })

    /// A command that takes one bundle on its standard input: mail, UUCP.
    package static let command = LinkKind(
        "command",
        .items { setup in
            CommandLink(
                name: setup.name, command: ShellCommand(line: setup.place, environment: setup.environment))
        },
        checkPlace: { command in
            guard command.contains(where: { !$0.isWhitespace }) else { throw FormatError("no command is given") }
        })
}

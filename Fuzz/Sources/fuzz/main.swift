import CLibFuzzer
import Glibc

/// `fuzz list` prints the targets; `fuzz examine FILE...` says of every file whether the target's parser accepts it;
/// anything else is for libFuzzer. The target is named by the environment variable `FUZZ_TARGET`, because libFuzzer
/// starts itself again with arguments of its own.
switch CommandLine.arguments.dropFirst().first {
case "list": FuzzTarget.all.forEach { print($0.name) }
case "examine": try Examination.run(files: CommandLine.arguments.dropFirst(2))
case "examples": try Examples.write(into: CommandLine.arguments[2])
default: exit(LibFuzzer.run())
}

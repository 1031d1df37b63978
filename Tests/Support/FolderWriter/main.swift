import DurableFiles
import FolderSupport
import Glibc
import Links

// Works in folders as a process of its own, for the tests that kill it, run many of it, or take its rights away.
//
//     FolderWriter [--as-nobody] hand FOLDER HERE PEER PREFIX ITEMS BYTES
//     FolderWriter hand-forever FOLDER HERE PEER PREFIX ITEMS BYTES
//     FolderWriter publish-forever FOLDER HERE FILES BYTES
//     FolderWriter write-forever FILE BYTES
//     FolderWriter [--as-nobody] write FILE
//     FolderWriter [--as-nobody] read-private FILE

func number(_ text: String) throws -> Int {
    guard let number = Int(text) else { throw SupportError("'\(text)' is not a number") }
    return number
}

func run(_ arguments: [String]) throws {
    switch (arguments.first, arguments.count) {
    case ("hand", 7):
        try link(arguments).hand(Pattern.items(arguments[4], number(arguments[5]), count: number(arguments[6])))
    case ("hand-forever", 7):
        try handForever(link(arguments), arguments[4], items: number(arguments[5]), bytes: number(arguments[6]))
    case ("publish-forever", 5):
        let folder = try BroadcastFolder(name: "test", folder: arguments[1], here: arguments[2])
        try publishForever(folder, files: number(arguments[3]), bytes: number(arguments[4]))
    case ("write-forever", 3):
        try writeForever(arguments[1], bytes: number(arguments[2]))
    case ("write", 2):
        try DurableFile.write(Pattern.bytes(for: "x", count: 100), to: arguments[1])
    case ("read-private", 2):
        _ = try DurableFile.readPrivate(arguments[1], limit: 1_000)
    default:
        throw SupportError("no such command: \(arguments.joined(separator: " "))")
    }
}

func link(_ arguments: [String]) throws -> FolderLink {
    try FolderLink(name: "test", folder: arguments[1], here: arguments[2], peer: arguments[3])
}

func announce(_ line: String) {
    print(line)
    fflush(nil)
}

func handForever(_ link: FolderLink, _ prefix: String, items: Int, bytes: Int) throws {
    for round in 0... {
        let items = Pattern.items("\(prefix)-\(round)", items, count: bytes)
        announce("\(round)")
        try link.hand(items)
    }
}

func publishForever(_ folder: BroadcastFolder, files: Int, bytes: Int) throws {
    let statement = Pattern.items("statement", files, count: bytes).map { NewFile(name: $0.name, bytes: $0.bytes) }
    for round in 0... {
        announce("\(round)")
        try folder.publish("title-\(round)", files: statement)
    }
}

func writeForever(_ path: String, bytes: Int) throws {
    let contents = ["even", "odd"].map { Pattern.bytes(for: $0, count: bytes) }
    for round in 0... {
        announce("\(round)")
        try DurableFile.write(contents[round % 2], to: path)
    }
}

var arguments = Array(CommandLine.arguments.dropFirst())
if arguments.first == "--as-nobody" {
    arguments.removeFirst()
    guard setgroups(0, nil) == 0, setgid(65_534) == 0, setuid(65_534) == 0 else { exit(3) }
}
do {
    try run(arguments)
} catch let error as FileError {
    announce("\(error)\nhint: \(error.remedy ?? "none")")
    exit(1)
} catch {
    announce("\(error)")
    exit(2)
}

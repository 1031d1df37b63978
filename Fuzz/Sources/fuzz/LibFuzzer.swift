import CLibFuzzer
import Glibc

enum LibFuzzer {
    /// Hands the process over to libFuzzer.
    static func run() -> Int32 {
        guard let target = FuzzTarget.chosen else {
            print("fuzz: set FUZZ_TARGET to one of the names that 'fuzz list' prints")
            return 2
        }
        var arguments = CommandLine.arguments
        arguments.insert("-max_len=\(target.longestInput)", at: 1)
        var pointers = arguments.map { strdup($0) } + [nil]
        var count = Int32(arguments.count)
        return pointers.withUnsafeMutableBufferPointer { buffer in
            var start = buffer.baseAddress
            return LLVMFuzzerRunDriver(&count, &start) { start, count in
                let input = UnsafeBufferPointer(start: start, count: Int(count))
                do { try FuzzTarget.chosen?.examine(Array(input)) } catch {}
                return 0
            }
        }
    }
}

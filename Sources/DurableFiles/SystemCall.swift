import Glibc

/// Makes a system call: again where a signal interrupted it, with an error of ours where it failed.
///
/// - Parameter path: What the error names; evaluated only after `errno` is saved.
@discardableResult
func system<Result: SignedInteger>(
    _ operation: FileError.Operation, _ path: @autoclosure () -> String, _ call: () -> Result
) throws(FileError) -> Result {
    while true {
        let result = call()
        if result != -1 { return result }
        let code = errno
        if code != EINTR { throw FileError(operation, path(), code: code) }
    }
}

/// The value, or nil where the body fails with one of the given `errno` codes.
func unless<Value>(_ codes: Int32..., body: () throws(FileError) -> Value) throws(FileError) -> Value? {
    do {
        return try body()
    } catch let error where codes.contains(error.code) {
        return nil
    }
}

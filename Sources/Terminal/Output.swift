import Glibc

/// Writes a text as a whole; a reader who has gone away is none of a prompt's business.
func writeAll(_ text: String, to descriptor: CInt) {
    var text = text
    text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = write(descriptor, part.baseAddress, part.count)
            if count < 0 && errno != EINTR { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}

func systemMessage(_ number: CInt) -> String {
    String(cString: strerror(number))
}

extension AllowedSigner {
    /// Reads one line that is neither empty nor a comment: `principals [options] type base64 [comment]`.
    init(line text: ArraySlice<UInt8>, number: Int) throws(SSHFormatError) {
        do {
            var line = FieldReader(text)
            let principals = try PatternList(bytes: line.principals())
            let options = try SignerOptions(from: &line)
            let key = try PublicKeyLine(line: line.rest)
            try self.init(
                principals: principals, namespaces: options.namespaces, validAfter: options.validAfter,
                validBefore: options.validBefore, key: key.key, comment: key.comment)
        } catch  where error.item == .allowedSigners {
            throw SSHFormatError(.allowedSigners, line: number, error.reason, hint: error.hint)
        } catch {
            throw error.inside(.allowedSigners, line: number)
        }
    }
}

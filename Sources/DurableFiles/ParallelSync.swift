/// Syncs many files, several at a time.
///
/// A disk that is asked to flush by several at once flushes once for all of them. On a busy disk, where each flush
/// takes milliseconds, that is many times faster than one after another; on an idle one it costs nothing.
enum ParallelSync {
    /// Returns when all of them are on the disk.
    ///
    /// - Throws: The first error, after all have been tried.
    static func sync(_ files: [Descriptor]) throws(FileError) {
        try ParallelWaits.run(files.count) { index throws(FileError) in try files[index].sync() }
    }
}

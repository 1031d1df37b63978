import Dispatch
import Synchronization

/// Moves a payload from a source through a cipher to a sink in batches of chunks, on one or more threads.
///
/// Each thread takes a batch, works on it and passes it on. Two turns go round the threads in a fixed order, one to
/// read and one to write, so that source and sink see everything in sequence while the cipher, and the reading of
/// one batch and the writing of another, run at the same time. One thread does the same without ever waiting.
///
/// Turns are semaphores: `source`, `carried`, `nextChunk` and `hasEnded` are touched only by the thread whose turn it
/// is to read; `sink` and `failure` only by the one whose turn it is to write, and by the caller once all threads are
/// done; `threadCount` is set before the first turn is given. `mustStop` is atomic. Hence `Sendable` is sound.
final class ChunkPipeline<Cipher: BatchCipher, Sink: ByteSink>: @unchecked Sendable {
    private struct Reading {
        var batch: Batch?
        var failure: (any Error)?
    }

    private let cipher: Cipher
    private let readTurns: [DispatchSemaphore]
    private let writeTurns: [DispatchSemaphore]
    private let mustStop = Atomic(false)
    private var threadCount: Int

    private var source: any ByteSource
    private var carried: UInt8?
    private var nextChunk: UInt64 = 0
    private var hasEnded = false

    private(set) var sink: Sink
    private(set) var failure: (any Error)?

    init(from source: any ByteSource, through cipher: Cipher, into sink: Sink, threads: Int) {
        self.source = source
        self.cipher = cipher
        self.sink = sink
        self.threadCount = threads
        self.readTurns = (0..<threads).map { _ in DispatchSemaphore(value: 0) }
        self.writeTurns = (0..<threads).map { _ in DispatchSemaphore(value: 0) }
    }

    /// Runs until the source ends or something fails; everything authentic before the failure has then been written.
    func run() {
        var helpers: [WorkerThread] = []
        while helpers.count + 1 < threadCount {
            let thread = helpers.count + 1
            // When the system grants fewer threads than asked for, the work is done by those there are.
            guard let helper = WorkerThread({ self.work(thread) }) else { break }
            helpers.append(helper)
        }
        threadCount = 1 + helpers.count
        readTurns[0].signal()
        writeTurns[0].signal()
        work(0)
        helpers.forEach { $0.join() }
    }

    private func work(_ thread: Int) {
        let buffers = BatchBuffers(chunkByteCounts: Cipher.chunkByteCounts)
        var reading: Reading?
        repeat {
            readTurns[thread].wait()
            let next = (thread + 1) % threadCount
            reading = hasEnded || mustStop.load(ordering: .relaxed) ? nil : readBatch(into: buffers.input)
            readTurns[next].signal()

            let result = reading?.batch.map { cipher.process($0, into: buffers.output) }

            writeTurns[thread].wait()
            if let reading { deliver(result, from: buffers.output, readFailure: reading.failure) }
            writeTurns[next].signal()
        } while reading != nil
    }

    /// Reads one byte more than a batch has, to learn whether the payload goes on after it.
    private func readBatch(into buffer: UnsafeMutableRawBufferPointer) -> Reading {
        let start = carried == nil ? 0 : 1
        if let carried { buffer[0] = carried }
        let (read, failure) = source.fill(UnsafeMutableRawBufferPointer(rebasing: buffer[start...]))
        var count = start + read
        hasEnded = count < buffer.count
        if hasEnded {
            carried = nil
        } else {
            count -= 1
            carried = buffer[count]
        }
        let chunk = Cipher.chunkByteCounts.input
        if failure != nil {
            // Not knowing what would have followed, only chunks with something after them can be judged.
            count = max(0, count - 1) / chunk * chunk
            guard count > 0 else { return Reading(failure: failure) }
        }
        let batch = Batch(
            bytes: UnsafeRawBufferPointer(rebasing: buffer[..<count]), firstChunk: nextChunk,
            isLast: hasEnded && failure == nil)
        nextChunk += UInt64(count / chunk)
        return Reading(batch: batch, failure: failure)
    }

    private func deliver(
        _ result: BatchResult?, from output: UnsafeMutableRawBufferPointer, readFailure: (any Error)?
    ) {
        guard failure == nil else { return }
        do {
            if let result, result.byteCount > 0 {
                try sink.write(UnsafeRawBufferPointer(rebasing: output[..<result.byteCount]))
            }
            failure = result?.failure ?? readFailure
        } catch {
            failure = error
        }
        if failure != nil { mustStop.store(true, ordering: .relaxed) }
    }
}

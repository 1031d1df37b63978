import Logging
import Station

// What makes the engine take its turns, for all who serve.

extension Engine {
    /// Takes turns until the engine has stopped: when something is reported, when the register was written, and four times
    /// a second, because windows open, pauses end and folders are looked at.
    nonisolated func work() async {
        let watch = watchRegister()
        await withDiscardingTaskGroup { group in
            group.addTask { await self.tick() }
            await self.takeTurns()
            group.cancelAll()
        }
        withExtendedLifetime(watch) {}
    }

    /// Without the watch what others write is taken up by the ticks alone, a quarter of a second later.
    private nonisolated func watchRegister() -> RegisterWatch? {
        do {
            return try RegisterWatch(folder: station.home.path) { self.wake() }
        } catch {
            let described = StationError(describing: error)
            logger.warning(
                "\(described.message); what other commands write is noticed later",
                metadata: ["hint": "\(described.hint ?? "")"])
            return nil
        }
    }

    private nonisolated func tick() async {
        while !Task.isCancelled {
            // Where it throws, the task is cancelled, and the loop ends.
            try? await Task.sleep(for: .milliseconds(250))
            mailbox.post(.turn)
        }
    }
}

import DurableFiles
import Relay

extension FolderLink {
    package func hand(_ items: [LinkItem]) throws {
        let outbox = try outbox()
        var report = HandOverError(handed: [], refused: [], cause: nil)
        var tooLarge = Int.max
        for group in StagedFiles.groups(items) where report.cause == nil {
            hand(group, to: outbox, tooLarge: &tooLarge, report: &report)
        }
        if report.cause != nil || !report.refused.isEmpty || !report.noRoom.isEmpty { throw report }
    }

    /// Hands over one group, all together; one by one where there is not room for all, so that what is large does not hold
    /// up what is small.
    ///
    /// - Parameter tooLarge: the least size in bytes for which there was no room.
    private func hand(
        _ group: ArraySlice<LinkItem>, to outbox: OpenFolder, tooLarge: inout Int, report: inout HandOverError
    ) {
        do {
            var done = HandOverError(handed: [], refused: [], cause: nil)
            try handTogether(group, to: outbox, tooLarge: &tooLarge, report: &done)
            report.add(done)
        } catch let error as FileError where error.isForWantOfRoom {
            guard group.count > 1 else {
                tooLarge = min(tooLarge, group.first?.bytes.count ?? .max)
                return report.noRoom += group.map(\.name)
            }
            for index in group.indices where report.cause == nil {
                hand(group[index...index], to: outbox, tooLarge: &tooLarge, report: &report)
            }
        } catch {
            report.cause = error
        }
    }

    /// The peer's subfolder, created where it is missing, its name durable.
    private func outbox() throws -> OpenFolder {
        let root = try shared.open()
        _ = try inbox(in: root)
        let name = FileName(peer)
        try root.makeSubfolder(name, mode: root.subfolderMode())
        // Also where it existed: whoever created it may have crashed before its name was durable.
        try root.sync()
        return try root.subfolder(name)
    }

    /// Hands over one group with one sync of the folder.
    ///
    /// What could be written is handed over even if the rest could not.
    private func handTogether(
        _ group: ArraySlice<LinkItem>, to outbox: OpenFolder, tooLarge: inout Int, report: inout HandOverError
    ) throws {
        var staged = StagedFiles(in: outbox, owner: here, mode: try outbox.fileMode())
        var present: [LinkItem] = []
        var written: [LinkItem] = []
        for item in group where report.cause == nil {
            guard item.bytes.count < tooLarge else {
                report.noRoom.append(item.name)
                continue
            }
            do {
                switch try stage(item, &staged) {
                case .present: present.append(item)
                case .written: written.append(item)
                case .refused(let reason): report.refused.append(.init(item: item.name, reason: reason))
                }
            } catch let error as FileError where error.isForWantOfRoom {
                tooLarge = item.bytes.count
                report.noRoom.append(item.name)
            } catch {
                report.cause = error
            }
        }
        try staged.sync()
        var handed = present
        for (item, file) in zip(written, staged.files) {
            if try publish(file, as: item, in: outbox) {
                handed.append(item)
            } else {
                report.refused.append(.init(item: item.name, reason: Self.taken))
            }
        }
        try outbox.sync()
        report.handed += handed.map(\.name)
    }

    private enum Staging {
        case present, written
        case refused(String)
    }

    private func stage(_ item: LinkItem, _ staged: inout StagedFiles) throws -> Staging {
        guard FolderNames.isItemName(item.name) else { return .refused(Self.badName) }
        switch try staged.include(item.bytes, under: Self.fileName(item)) {
        case true?: return .present
        case false?: return .refused(Self.taken)
        case nil:
            try staged.add(item.bytes.span)
            return .written
        }
    }

    /// - Returns: false where something else has the name.
    private func publish(_ file: TemporaryFile, as item: LinkItem, in outbox: OpenFolder) throws -> Bool {
        while try !file.publish(new: Self.fileName(item)) {
            // Another writer was faster. If the reader has taken that one already, ours is published after all.
            if let isSame = try outbox.holds(item.bytes, under: Self.fileName(item)) { return isSame }
        }
        return true
    }

    private static let badName = "the name is not 1 to 200 letters, digits, dots, hyphens and underscores"
    private static let taken = "something else lies there under this name"

    private static func fileName(_ item: LinkItem) -> FileName {
        FileName(item.name + FolderNames.suffix)
    }
}

extension HandOverError {
    fileprivate mutating func add(_ other: HandOverError) {
        handed += other.handed
        refused += other.refused
        noRoom += other.noRoom
        cause = cause ?? other.cause
    }
}

extension LinkKind {
    /// A folder that is shared, synced or carried on a stick, leading to one station.
    package static let folder = LinkKind(
        "folder", .items { try FolderLink($0) }, prepare: { try FolderLink($0).prepare() })

    /// A folder into which released statements are published in clear.
    package static let broadcast = LinkKind(
        "broadcast", .broadcast,
        prepare: { try BroadcastFolder(name: $0.name, folder: $0.place, here: $0.here).prepare() })
}

extension FolderLink {
    fileprivate init(_ setup: LinkSetup) throws {
        try self.init(name: setup.name, folder: setup.place, here: setup.here, peer: setup.peer)
    }
}

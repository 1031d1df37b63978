extension Bundle {
    /// The bundle as the node `node` passes it on (RFC 9171 section 5.4).
    ///
    /// The previous node becomes `node`, the hop count grows by one and the age by the time spent here; the blocks for
    /// the latter two are changed where they are present. Unknown blocks that ask for it are discarded, security blocks
    /// never. Every other block stays as it is, to the byte. An encrypted hop count or age cannot be changed and stays too.
    ///
    /// - Parameters:
    ///   - node: The node ID of the node that forwards.
    ///   - ageIncrement: Milliseconds since the bundle arrived here. An age that overflows stays at the largest value.
    public func forwarded(by node: EndpointID, ageIncrement: UInt64) throws(BundleError) -> Bundle {
        guard !node.isNone else { throw .nullEndpoint }
        guard !node.isLocalNode else { throw .localNodeEndpoint }
        var changed = extensions
        changed.previousNode = node
        changed.age = age.map { $0.saturatingAdding(ageIncrement) }
        if let hopCount {
            guard let next = hopCount.next else { throw .hopLimitExceeded }
            changed.hopCount = next
        }
        let kept = blocks.dropLast().filter { !$0.isToBeDiscarded && $0.type != .previousNode }
        let previous = CanonicalBlock(.previousNode, number: numberForPreviousNode(), write: node.encode)
        return Bundle(
            primary: primary, extensions: changed, blocks: [previous] + kept.map { $0.updated(to: changed) },
            payload: blocks[blocks.count - 1])
    }

    /// The bundle as its own source sends it: older by the time since it was made, and otherwise the same.
    ///
    /// RFC 9171 sections 4.4.1 and 5.4: a source writes no previous node block, and what it sends has made no hop yet.
    ///
    /// - Parameter ageIncrement: Milliseconds to add. An age that overflows stays at the largest value.
    public func aged(by ageIncrement: UInt64) -> Bundle {
        var changed = extensions
        changed.age = age.map { $0.saturatingAdding(ageIncrement) }
        return Bundle(
            primary: primary, extensions: changed,
            blocks: blocks.dropLast().map { $0.type == .bundleAge ? $0.updated(to: changed) : $0 },
            payload: blocks[blocks.count - 1])
    }

    /// The number of the present previous node block, unless a security block refers to it; else the lowest free one.
    private func numberForPreviousNode() -> UInt64 {
        let targets = SecurityTargets(of: blocks)
        if let present = blocks.first(where: { $0.type == .previousNode }), !targets.include(present.number) {
            return present.number
        }
        let used = Set(blocks.map(\.number))
        var number: UInt64 = 2
        while used.contains(number) || targets.include(number) { number += 1 }
        return number
    }
}

extension CanonicalBlock {
    /// Security blocks are carried on whatever their flags say: without them the blocks that they encrypt would look
    /// malformed to the next reader, and a primary block that only they protect would be unprotected.
    fileprivate var isToBeDiscarded: Bool {
        !type.isProcessable && !type.isSecurity && flags.contains(.discardIfUnprocessable)
    }

    /// The block with a new hop count or age, of the same number and flags; itself if it holds neither.
    fileprivate func updated(to extensions: ExtensionBlocks) -> CanonicalBlock {
        switch type {
        case .hopCount:
            guard let hopCount = extensions.hopCount else { return self }
            return CanonicalBlock(type, number: number, flags: flags, write: hopCount.encode)
        case .bundleAge:
            guard let age = extensions.age else { return self }
            return CanonicalBlock(type, number: number, flags: flags) { $0.append(age) }
        default:
            return self
        }
    }
}

extension UInt64 {
    func saturatingAdding(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}

/// Why the agent refuses a request: the code of an error reply.
package enum Refusal: UInt8, Error, Sendable, CaseIterable {
    case unknownVersion = 1
    case unknownRequest = 2
    case malformed = 3
    case tooLarge = 4
    case noRoom = 5
    case memoryNotLocked = 6
    case notPermitted = 7

    /// What the error reply says after the code.
    package var explanation: String {
        switch self {
        case .unknownVersion: "this agent speaks version \(AgentFrame.version) only"
        case .unknownRequest: "this agent does not know such a request"
        case .malformed: "the request is malformed"
        case .tooLarge: "the request is too large"
        case .noRoom: "this agent holds \(AgentLimits.secrets) keys already"
        case .memoryNotLocked: "the agent cannot lock memory for the key"
        case .notPermitted: "this agent belongs to another user"
        }
    }
}

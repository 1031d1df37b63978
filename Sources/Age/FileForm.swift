/// The two forms an age file comes in.
public enum FileForm: Hashable, Sendable {
    /// As the format defines it.
    case binary
    /// In ASCII armor, a third longer, for links that carry text only.
    case armored
}

extension Schema {
    /// Sessions that processes serve by themselves, beside the one that serves the station.
    static let attachedSessions = """
        CREATE TABLE attached (
            process INTEGER NOT NULL,
            started INTEGER NOT NULL,
            link TEXT NOT NULL,
            remote TEXT NOT NULL,
            since INTEGER NOT NULL,
            handed INTEGER NOT NULL,
            taken INTEGER NOT NULL,
            under_way INTEGER NOT NULL
        ) STRICT;
        """

    /// Correspondences that a person has stopped.
    static let stoppedCorrespondences = "ALTER TABLE correspondence ADD COLUMN stopped INTEGER"
}

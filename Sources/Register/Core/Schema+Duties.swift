extension Schema {
    /// A station writes to others only: what was queued for itself could never leave, and held up the rest.
    static let nothingToOurselves = """
        DELETE FROM notice WHERE peer IN (SELECT designator FROM station);
        DELETE FROM gap WHERE peer IN (SELECT designator FROM station);
        DELETE FROM correspondence WHERE peer IN (SELECT designator FROM station);
        UPDATE parcel SET waiting = 0 WHERE peer IN (SELECT designator FROM station);
        CREATE TRIGGER notice_to_ourselves BEFORE INSERT ON notice WHEN NEW.peer IN (SELECT designator FROM station)
        BEGIN
            SELECT RAISE(ABORT, 'a station reports to other stations only');
        END;
        CREATE TRIGGER parcel_to_ourselves BEFORE INSERT ON parcel WHEN NEW.peer IN (SELECT designator FROM station)
        BEGIN
            SELECT RAISE(ABORT, 'a station sends to other stations only');
        END;
        CREATE TRIGGER correspondence_with_ourselves BEFORE INSERT ON correspondence
        WHEN NEW.peer IN (SELECT designator FROM station)
        BEGIN
            SELECT RAISE(ABORT, 'a station corresponds with other stations only');
        END;
        """

    /// What failed of the last exchange, or of the process that served the station last.
    static let failingDuties = """
        CREATE TABLE failing (
            duty TEXT PRIMARY KEY,
            reason TEXT NOT NULL,
            remedy TEXT,
            since INTEGER NOT NULL,
            everything INTEGER NOT NULL CHECK (everything IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        """
}

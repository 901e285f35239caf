internal import ChangeModel
internal import OpenGaussClient

/// Refuses settings in which the source would spell values ambiguously.
///
/// The serial dialect is decoded with the session's own settings, parallel ones with those that a new session of the database has.
enum TextSettingsCheck {
    /// DateStyle also names an order of fields, which does not count where the style is ISO.
    private static let wanted = [("DateStyle", "ISO"), ("IntervalStyle", "postgres"), ("bytea_output", "hex")]

    /// Any zone is exact, since values carry their offset; in serial decoding all are to be spelled alike.
    private static let wantedInSerial = wanted + [("TimeZone", "UTC")]

    /// `setting` asks the connection that decodes as the stream will.
    static func verify(
        isParallel: Bool,
        database: String,
        _ setting: (String) throws(SourceError) -> String?
    ) throws(CaptureError) {
        for (name, wanted) in isParallel ? wanted : wantedInSerial {
            let value: String
            do throws(SourceError) { value = try setting(name) ?? "" } catch { throw .source(error) }
            let first = value.prefix { $0 != "," }
            guard first.lowercased() == wanted.lowercased() else {
                throw .settingChangesText(name: name, value: value, wanted: wanted, database: database)
            }
        }
    }
}

/// What a number of the configuration counts.
enum Unit: String, CustomStringConvertible {
    case seconds, milliseconds
    case megabytes, kilobytes
    case transactions, rows, threads, workers

    var description: String { rawValue }
}

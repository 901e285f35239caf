/// Bytes that the format does not allow, before it is known in which file they stand.
struct FormatFault: Error {
    let reason: String
    /// Offset in the payload that was being read.
    let offset: Int

    init(_ reason: String, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

/// What came of one attempt to read or write without blocking.
enum IOResult: Equatable {
    /// This many bytes, at least one.
    case bytes(Int)
    /// Not now; the socket says when.
    case wouldBlock
    /// The other side has closed, or is gone: the system's word for how, empty where it closed in good order.
    case ended(String)
}

/// Why a value cannot be kept exactly; never the value itself.
struct ValueRefusal: Error, Equatable {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

/// Why a value cannot be kept exactly; never the value itself.
struct ValueRefusal: Error, Equatable {
    let reason: String
    /// What a policy may settle; nil for a text that is not of its type at all, which no policy takes.
    let misfit: Misfit?

    init(_ reason: String, _ misfit: Misfit? = nil) {
        self.reason = reason
        self.misfit = misfit
    }

    func but(_ addition: String) -> ValueRefusal {
        ValueRefusal(reason + ", " + addition, misfit)
    }
}

/// How much a server may ask of us. A server that goes beyond is refused with a sentence, never obeyed.
enum WireLimits {
    /// What is read from the socket at once; smaller messages are taken from there in one piece.
    static let receiveBufferBytes = 256 << 10
    /// A value of the source is less than 1 GiB, and so is the text of a row; the rest is for the headers.
    static let streamMessageBytes = (1 << 30) + 64
    /// Everything in a stream that is not CopyData: errors, notices, settings.
    static let controlMessageBytes = receiveBufferBytes - MessageHeader.byteCount
    /// Messages of a login, one by one and in number.
    static let loginMessageBytes = 64 << 10
    static let loginMessages = 10_000
    /// A row of an answer, and an answer as a whole.
    static let rowBytes = 64 << 20
    static let answerBytes = 512 << 20
    static let columns = 10_000
    /// Notices that nobody has taken yet.
    static let notices = 100
    /// Rounds of PBKDF2 for one login: about two seconds of work. openGauss uses 10,000 unless it is told otherwise.
    static let iterations = 2_000_000
}

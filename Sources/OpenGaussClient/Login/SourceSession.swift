/// A connection that is logged in, with what the login told of it.
struct SourceSession: ~Copyable {
    var channel: MessageChannel
    var login: LoginExchange
    let host: String
    let port: UInt16
}

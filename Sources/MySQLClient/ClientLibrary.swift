internal import CMySQL
import Glibc

/// The C library's own state: started once in the process, and announced to it once by every thread that calls it.
///
/// The library wants `mysql_thread_init` before a thread's first call and `mysql_thread_end` before the thread ends.
/// A thread-specific key does both, so that a connection may be used on any thread, one at a time, and no caller has
/// to know the rule.
enum ClientLibrary {
    private static let started = mysql_server_init(0, nil, nil) == 0

    /// Its destructor runs when a thread that entered the library ends.
    private static let threadKey: pthread_key_t? = {
        var key = pthread_key_t()
        return pthread_key_create(&key, { _ in mysql_thread_end() }) == 0 ? key : nil
    }()

    /// Stands first in every function that calls the library. Cheap after a thread's first time.
    static func enter() {
        precondition(started, "the MySQL client library did not start: out of memory")
        guard let threadKey else { preconditionFailure("no thread-specific key left for the MySQL client library") }
        guard pthread_getspecific(threadKey) == nil else { return }
        // The value only has to be something other than nil, or the destructor would not run.
        pthread_setspecific(threadKey, UnsafeRawPointer(bitPattern: 1))
        _ = mysql_thread_init()
    }
}

/// How to reach MySQL: section `mysql`.
package struct TargetSettings: Sendable, Equatable {
    package var host = ""
    package var port: UInt16 = 3306
    package var user = ""
    package var password = Secret()
    package var database = ""
    package var connectTimeoutSeconds = 10

    package init() {}
}

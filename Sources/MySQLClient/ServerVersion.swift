/// Which server answered, taken apart from its greeting (`9.7.4-2`, `10.11.19-MariaDB-0+deb12u1`).
package struct ServerVersion: Sendable, Equatable, CustomStringConvertible {
    package enum Flavour: String, Sendable {
        case mariadb = "MariaDB"
        case mysql = "MySQL"
    }

    package let flavour: Flavour
    package let major: Int
    package let minor: Int
    package let patch: Int

    package init(serverInfo: String) {
        flavour = serverInfo.contains("MariaDB") ? .mariadb : .mysql
        // MariaDB greets with this prefix so that old replicas accept it; only its own client library takes it off.
        let oldReplicaPrefix = "5.5.5-"
        let isPrefixed = flavour == .mariadb && serverInfo.hasPrefix(oldReplicaPrefix)
        let number = serverInfo.dropFirst(isPrefixed ? oldReplicaPrefix.count : 0).prefix { $0.isNumber || $0 == "." }
        let parts = number.split(separator: ".").map { Int($0) ?? 0 } + [0, 0, 0]
        (major, minor, patch) = (parts[0], parts[1], parts[2])
    }

    package var description: String { "\(flavour.rawValue) \(major).\(minor).\(patch)" }
}

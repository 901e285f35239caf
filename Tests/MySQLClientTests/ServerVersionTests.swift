import MySQLClient
import Testing

struct ServerVersionTests {
    @Test func `MySQL's greeting is a version and a build`() {
        let version = ServerVersion(serverInfo: "9.7.4-2")
        #expect(version.flavour == .mysql)
        #expect([version.major, version.minor, version.patch] == [9, 7, 4])
    }

    @Test(arguments: ["10.11.19-MariaDB-0+deb12u1", "5.5.5-10.11.19-MariaDB-0+deb12u1"])
    func `MariaDB's greeting may carry the prefix for old replicas`(greeting: String) {
        #expect(ServerVersion(serverInfo: greeting).description == "MariaDB 10.11.19")
    }

    @Test func `a short version has zeros for the rest`() {
        #expect(ServerVersion(serverInfo: "8.4").description == "MySQL 8.4.0")
    }
}

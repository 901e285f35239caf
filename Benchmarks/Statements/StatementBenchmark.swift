import Glibc
import MySQLClient
import Threading

/// How fast each form of statement writes rows of sysbench's shape, over two connections at a time: prints a Markdown table.
///
/// The servers are those that the environment names, as for the tests: MARIADB_PORT, MYSQL_PORT. Every form has its turn in every round,
/// and the median of the rounds counts.
@main
struct StatementBenchmark {
    private static let rounds = 3

    static func main() throws {
        for target in Target.all {
            let workers = try (0..<Worker.count).map { try Worker(number: $0, target: target) }
            let version = workers[0].connection.serverVersion
            var measurements: [String: [Measurement]] = [:]
            let wanted = CommandLine.arguments.dropFirst()
            let forms = WritingForm.all.filter { form in
                (version.flavour == .mariadb || !form.isOfMariaDBOnly)
                    && (wanted.isEmpty || wanted.contains { form.name.contains($0) })
            }
            for _ in 0..<rounds {
                for form in forms { measurements[form.name, default: []].append(try measure(form, workers)) }
            }
            print("\n\(version), \(rounds) rounds of \(WritingForm.rowsPerWorker * Worker.count) rows\n")
            print("| form | rows a second | lowest to highest | client's CPU time, µs a row |\n|---|---|---|---|")
            for form in forms { print(Measurement.line(form.name, measurements[form.name] ?? [])) }
        }
    }

    private static func measure(_ form: WritingForm, _ workers: [Worker]) throws -> Measurement {
        for worker in workers { try form.setUp(worker) }
        let start = Measurement.seconds(CLOCK_MONOTONIC)
        // Each worker is used by one thread from here to `join`.
        nonisolated(unsafe) let first = workers[0]
        nonisolated(unsafe) let second = workers[1]
        nonisolated(unsafe) let form = form
        let thread = WorkerThread(name: "second") { second.run(form) }
        first.run(form)
        thread.join()
        let seconds = Measurement.seconds(CLOCK_MONOTONIC) - start
        let rows = Double(WritingForm.rowsPerWorker * workers.count)
        return Measurement(
            rowsPerSecond: rows / seconds,
            clientMicrosecondsPerRow: workers.map(\.clientSeconds).reduce(0, +) / rows * 1e6
        )
    }
}

import Glibc

struct Measurement {
    let rowsPerSecond: Double
    let clientMicrosecondsPerRow: Double

    static func line(_ name: String, _ measurements: [Measurement]) -> String {
        let rates = measurements.map(\.rowsPerSecond).sorted()
        let times = measurements.map(\.clientMicrosecondsPerRow).sorted()
        let middle = rates.count / 2
        let time = (times[middle] * 10).rounded() / 10
        return "| \(name) | \(Int(rates[middle])) | \(Int(rates[0])) to \(Int(rates[rates.count - 1])) | \(time) |"
    }

    static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

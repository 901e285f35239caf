import ChangeModel
import Testing

struct CivilDateTests {
    @Test(arguments: [
        (CivilDate(year: 1970, month: 1, day: 1), 0), (CivilDate(year: 1969, month: 12, day: 31), -1),
        (CivilDate(year: 2000, month: 2, day: 29), 11_016), (CivilDate(year: 2000, month: 3, day: 1), 11_017),
        (CivilDate(year: 1900, month: 3, day: 1), -25_508), (CivilDate(year: 2026, month: 11, day: 23), 20_780),
        (CivilDate(year: 1, month: 1, day: 1), -719_162), (CivilDate(year: 0, month: 2, day: 29), -719_469),
        (CivilDate(year: 9999, month: 12, day: 31), 2_932_896),
    ])
    func knowsTheDaysOfTheCalendar(_ date: CivilDate, _ days: Int) {
        #expect(date.daysSinceEpoch == days)
        #expect(CivilDate(daysSinceEpoch: days) == date)
    }

    @Test func everyDayOfNineCenturiesFollowsTheOneBefore() {
        var previous = CivilDate(daysSinceEpoch: -200_001)
        for days in -200_000...130_000 {
            let date = CivilDate(daysSinceEpoch: days)
            #expect(date.daysSinceEpoch == days)
            #expect((date.year, date.month, date.day) > (previous.year, previous.month, previous.day))
            previous = date
        }
    }

    @Test(arguments: [
        (2026, 2, 29), (1900, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0), (2026, 1, 32),
    ])
    func knowsWhichDaysDoNotExist(_ year: Int, _ month: Int, _ day: Int) {
        #expect(CivilDate(year: year, month: month, day: day).existingDaysSinceEpoch == nil)
    }

    @Test func knowsThatLeapDaysExist() {
        #expect(CivilDate(year: 2024, month: 2, day: 29).existingDaysSinceEpoch == 19_782)
        #expect(CivilDate(year: 2000, month: 2, day: 29).existingDaysSinceEpoch == 11_016)
    }
}

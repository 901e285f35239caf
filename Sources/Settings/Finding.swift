/// Something wrong at a place of the file, before the file's name is put in front of it.
struct Finding: Error, Equatable {
    let place: FilePlace
    let sentence: String
}

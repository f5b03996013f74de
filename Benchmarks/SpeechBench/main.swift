// What engines cost, in µs of CPU, beside what it may cost.
var checksum = 0
for work in Work.all {
    let time = work.microseconds(checksum: &checksum)
    let shown = (time * 100).rounded() / 100
    print("\(work.name): \(shown) µs, at most \(work.target)\(time > work.target ? "  TOO SLOW" : "")")
}
print("(\(checksum))")

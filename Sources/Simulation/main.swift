import RealtimeTesting

for seed in UInt64(1)...200 {
    let outcome = Walk.run(seed: seed)
    for breach in outcome.breaches.prefix(3) { print(seed, outcome.session, breach) }
}

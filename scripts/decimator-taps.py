"""Prints the table of Sources/Audio/Decimator+Taps.swift: a Kaiser-windowed sinc at 48 kHz, of 95 taps.

Half of its height lies at 7.4 kHz; what would fold to below 7 kHz is 60 dB down. Each of the two phases sums up to 1, so
that a constant stays what it is.
"""

import math

HALF = 48
CUTOFF = 7_400 / 48_000
BETA = 5.6


def bessel(x):
    return sum((x / 2) ** (2 * k) / math.factorial(k) ** 2 for k in range(40))


def tap(k):
    sinc = 2 * CUTOFF if k == 0 else math.sin(2 * math.pi * CUTOFF * k) / (math.pi * k)
    return sinc * bessel(BETA * math.sqrt(1 - (k / HALF) ** 2)) / bessel(BETA)


def phase(offsets):
    taps = [tap(k) for k in offsets]
    return [value / sum(taps) for value in taps]


def show(name, taps):
    print(f"    static let {name}: InlineArray<48, Float> = [")
    for start in range(0, 48, 6):
        print("        " + " ".join(f"{value:.8f}," for value in taps[start : start + 6]))
    print("    ]")


show("whole", phase([46 - 2 * t for t in range(47)]) + [0.0])
show("half", phase([47 - 2 * t for t in range(48)]))

"""Prints the digests in G711Tests.swift, from the ITU's reference code and, where the two agree, Python's audioop.

    python3 record.py DIRECTORY

DIRECTORY holds g711.c and g711.h of ITU-T G.191 (openitu/STL, src/g711). Needs a C compiler, and a Python before 3.13.
"""

import array
import audioop
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = """
#include <stdio.h>
#include "g711.h"
static void each(void (*law)(long, short *, short *), int from, int to, int width) {
    for (int i = from; i < to; i++) {
        short in = i, out;
        law(1, &in, &out);
        putchar(out & 0xFF);
        if (width == 2) putchar(out >> 8 & 0xFF);
    }
}
int main(void) {
    each(ulaw_compress, -32768, 32768, 1);
    each(alaw_compress, -32768, 32768, 1);
    each(ulaw_expand, 0, 256, 2);
    each(alaw_expand, 0, 256, 2);
}
"""


def reference(directory):
    with tempfile.TemporaryDirectory() as scratch:
        source = pathlib.Path(scratch, "each.c")
        source.write_text(PROGRAM)
        program = pathlib.Path(scratch, "each")
        files = [str(source), str(pathlib.Path(directory, "g711.c"))]
        subprocess.run(["cc", "-w", "-I", directory, *files, "-o", str(program)], check=True)
        return subprocess.run([str(program)], check=True, capture_output=True).stdout


def fnv1a(data):
    digest = 0xCBF29CE484222325
    for byte in data:
        digest = (digest ^ byte) * 0x100000001B3 % 2**64
    return f"0x{digest:016X}"


data = reference(sys.argv[1])
mu_law, a_law, data = data[:65536], data[65536:131072], data[131072:]
mu_samples, a_samples = data[:512], data[512:]

samples = array.array("h", range(-32768, 32768))
if sys.byteorder == "big":
    samples.byteswap()
codes = bytes(range(256))
assert audioop.lin2alaw(samples, 2) == a_law
assert audioop.ulaw2lin(codes, 2) == mu_samples
assert audioop.alaw2lin(codes, 2) == a_samples
differ = [index - 32768 for index, (ours, theirs) in enumerate(zip(mu_law, audioop.lin2ulaw(samples, 2))) if ours != theirs]
assert all(sample < 0 for sample in differ)
print(f"audioop's µ-law differs for {len(differ)} samples, from {max(differ)} to {min(differ)}")
for name, part in [("µ-law codes", mu_law), ("A-law codes", a_law), ("µ-law samples", mu_samples), ("A-law samples", a_samples)]:
    print(name, fnv1a(part))

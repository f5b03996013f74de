"""Writes the WAV files of this folder's `wav`, and what is in them, with libsndfile. Run by hand:

    pip install soundfile numpy
    python3 Tests/AudioTests/Fixtures/record_wav.py

`expected.txt` has a line for each file: its name, its rate, and the mean of its channels as libsndfile reads them as
16 bits.
"""

from pathlib import Path

import numpy
import soundfile

FOLDER = Path(__file__).resolve().parent / "wav"
FORMS = [
    ("pcm8", "WAV", "PCM_U8", 1, 24_000),
    ("pcm16", "WAV", "PCM_16", 1, 24_000),
    ("pcm24", "WAV", "PCM_24", 1, 24_000),
    ("pcm32", "WAV", "PCM_32", 1, 24_000),
    ("float32", "WAV", "FLOAT", 1, 24_000),
    ("mulaw", "WAV", "ULAW", 1, 24_000),
    ("alaw", "WAV", "ALAW", 1, 24_000),
    ("stereo", "WAV", "PCM_16", 2, 24_000),
    ("extensible", "WAVEX", "PCM_24", 6, 24_000),
    ("extensible-float", "WAVEX", "FLOAT", 8, 24_000),
    ("rf64", "RF64", "PCM_16", 1, 24_000),
]


def main():
    FOLDER.mkdir(exist_ok=True)
    random = numpy.random.default_rng(42)
    lines = []
    for name, form, encoding, channels, rate in FORMS:
        samples = random.integers(-32_768, 32_768, (51, channels), dtype=numpy.int16)
        path = FOLDER / f"{name}.wav"
        # As float, full scale is 1; asked for 16 bits of it, libsndfile would only cut off what follows the point.
        is_float = encoding == "FLOAT"
        soundfile.write(path, samples / 32_768 if is_float else samples, rate, format=form, subtype=encoding)
        heard = samples if is_float else soundfile.read(path, dtype="int16", always_2d=True)[0]
        # Towards zero, as C divides.
        mean = [int(sum(int(sample) for sample in frame) / channels) for frame in heard]
        lines.append(f"{name} {rate} " + " ".join(map(str, mean)))
    (FOLDER / "expected.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

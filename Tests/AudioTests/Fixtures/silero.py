"""Records what ONNX Runtime makes of the published model: silero.f32, for SileroTests.swift.

    python3 silero.py MODEL SPEECH

MODEL is silero_vad/data/silero_vad_16k_op15.onnx of silero-vad 6.2.3. SPEECH, 16 bit samples at 16 kHz, is kept as
µ-law codes in speech.ulaw: the goforward.raw of Debian's pocketsphinx-testdata. Without SPEECH, speech.ulaw stays as it is.
Needs onnxruntime (1.31.1 made what is here) and numpy.
"""

import pathlib
import sys

import numpy
import onnxruntime

FOLDER = pathlib.Path(__file__).parent


def expand(code):
    """ITU-T G.711, µ-law."""
    magnitude = ((~code & 0x0F) << 3) + 0x84 << (~code >> 4 & 7)
    return 0x84 - magnitude if code < 0x80 else magnitude - 0x84


SAMPLES = numpy.array([expand(code) for code in range(256)], dtype=numpy.int32)


def compress(samples):
    order = numpy.argsort(SAMPLES, kind="stable")
    ordered = SAMPLES[order]
    middle = (ordered[1:] + ordered[:-1]) // 2
    return order[numpy.searchsorted(middle, samples)].astype(numpy.uint8)


def noise(count):
    state, samples = 1, []
    for _ in range(count):
        state = (state * 1_664_525 + 1_013_904_223) % 2**32
        samples.append((state >> 16) - 32_768)
    return numpy.array(samples)


def scenes(speech):
    """One after the other, and none the beginning of a new stream; SileroTests.swift has the same formulas."""
    time = numpy.arange(16_384)
    yield speech
    yield noise(16_384) // 16
    yield numpy.clip(speech + noise(len(speech)) // 8, -32_768, 32_767)
    yield numpy.zeros(16_384, dtype=int)
    yield numpy.full(16_384, 32_767)
    yield numpy.where(time * time // 40_000 % 2 == 0, 20_000, -20_000)
    yield noise(16_384)
    yield numpy.where(time % 2_000 == 0, -32_768, 0)
    yield speech // 20


def probabilities(model, samples):
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    state = numpy.zeros((2, 1, 128), dtype=numpy.float32)
    context = numpy.zeros(64, dtype=numpy.float32)
    rate = numpy.array(16_000, dtype=numpy.int64)
    for frame in samples[: len(samples) // 512 * 512].astype(numpy.float32).reshape(-1, 512) / 32_768:
        whole = numpy.concatenate([context, frame])[None].astype(numpy.float32)
        output, state = session.run(None, {"input": whole, "state": state, "sr": rate})
        context = frame[-64:]
        yield output.item()


def main(model, speech=None):
    if speech:
        compress(numpy.fromfile(speech, dtype="<i2")).tofile(FOLDER / "speech.ulaw")
    spoken = SAMPLES[numpy.fromfile(FOLDER / "speech.ulaw", dtype=numpy.uint8)]
    samples = numpy.concatenate(list(scenes(spoken)))
    result = numpy.array(list(probabilities(model, samples)), dtype="<f4")
    result.tofile(FOLDER / "silero.f32")
    print(len(result), "frames,", int((result >= 0.5).sum()), "of them speech")


main(*sys.argv[1:])

"""What ONNX Runtime takes for a frame of Silero on one thread, beside `HearingBench`: its median CPU time, in µs.

    python silero.py MODEL SPEECH

MODEL is silero_vad_16k_op15.onnx of the silero-vad wheel, SPEECH the µ-law codes of Tests/AudioTests/Fixtures.
"""

import statistics
import sys
import time

import numpy
import onnxruntime


def expand(code):
    magnitude = ((~code & 0x0F) << 3) + 0x84 << (~code >> 4 & 7)
    return 0x84 - magnitude if code < 0x80 else magnitude - 0x84


def frames(path):
    codes = numpy.fromfile(path, dtype=numpy.uint8)
    samples = numpy.array([expand(int(code)) for code in codes], dtype=numpy.float32) / 32_768
    return samples[: len(samples) // 512 * 512].reshape(-1, 512)


def once(session, frames):
    state = numpy.zeros((2, 1, 128), dtype=numpy.float32)
    whole = numpy.zeros((1, 576), dtype=numpy.float32)
    rate = numpy.array(16_000, dtype=numpy.int64)
    start = time.thread_time_ns()
    for frame in frames:
        whole[0, :64] = whole[0, 512:]
        whole[0, 64:] = frame
        _, state = session.run(None, {"input": whole, "state": state, "sr": rate})
    return (time.thread_time_ns() - start) / len(frames) / 1_000


def main(model, speech):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    spoken = frames(speech)
    print(f"{statistics.median(once(session, spoken) for _ in range(11)):.2f}")


main(*sys.argv[1:])

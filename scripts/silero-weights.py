"""Writes Sources/CSilero/weights.f32: Silero VAD v6.2 (16 kHz) as Sources/Audio/Silero reads it.

    pip download --no-deps silero-vad==6.2.3 && unzip silero_vad-6.2.3-*.whl
    python3 scripts/silero-weights.py silero_vad/data/silero_vad_16k_op15.onnx Sources/CSilero/weights.f32

Needs `onnx` and `numpy`. The wheel's safetensors file holds the weights of an older model; do not take it.

The file is little-endian 32 bit floats, one table after the other, in the order of `tables` below. Rows are those of a
layer's output. What only ever meets the zeros around a frame is left out: the first tap of the third convolution, which
has two columns, and the outer taps of the fourth, which has one. The transform of the model is a Hann window and a
discrete Fourier transform of 256 points, which this script checks; so the window and one turn of cosines are kept of it.
"""

import sys

import numpy
import onnx
from onnx import numpy_helper

# The 129 magnitudes and what fills them up to whole vectors.
BINS = 136


def load(path):
    return {i.name: numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}


def window(tensors):
    basis = tensors["model.stft.forward_basis_buffer"][:, 0, :].astype(numpy.float64)
    turns = 2 * numpy.pi * numpy.outer(numpy.arange(129), numpy.arange(256)) / 256
    transform = numpy.concatenate([numpy.cos(turns), -numpy.sin(turns)]) * basis[0]
    assert numpy.abs(basis - transform).max() < 1e-7, "this model's transform is another one"
    return basis[0]


def convolution(tensors, layer, taps, channels=None):
    """[row][tap][channel], as the input lies in memory: the channels of one moment after those of the moment before."""
    name = f"model.encoder.{layer}.reparam_conv"
    weights = tensors[name + ".weight"].transpose(0, 2, 1)[:, taps, :]
    if channels:
        weights = numpy.pad(weights, ((0, 0), (0, 0), (0, channels - weights.shape[2])))
    return [weights, tensors[name + ".bias"]]


def memory(tensors):
    """[row][input, then what was remembered]; the gates in the order in, forget, value, out."""
    name = "model.decoder.rnn."
    weights = numpy.concatenate([tensors[name + "weight_ih"], tensors[name + "weight_hh"]], axis=1)
    return [weights, tensors[name + "bias_ih"] + tensors[name + "bias_hh"]]


def main(source, target):
    tensors = load(source)
    tables = [window(tensors), numpy.cos(2 * numpy.pi * numpy.arange(256) / 256)]
    tables += convolution(tensors, 0, slice(0, 3), channels=BINS)
    tables += convolution(tensors, 1, slice(0, 3))
    tables += convolution(tensors, 2, slice(1, 3))
    tables += convolution(tensors, 3, slice(1, 2))
    tables += memory(tensors)
    tables += [tensors["model.decoder.decoder.2.weight"], tensors["model.decoder.decoder.2.bias"]]
    floats = numpy.concatenate([numpy.asarray(table, dtype="<f4").ravel() for table in tables])
    floats.tofile(target)
    print(floats.size, "numbers")


main(*sys.argv[1:])

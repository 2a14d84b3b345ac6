"""As much of Keras 3 as a copied scene calls, in NumPy, by its documentation: channels last; a kernel is (taps, in, out), a
transposed one (taps, out, in); `valid` makes n*s + max(d(k-1) + 1 - s, 0) cells of n; a layer takes no dilation together
with a stride. It stands in for Keras where a test only wants to know what the lines compute."""
import itertools
from types import SimpleNamespace

import numpy as np


def _each(value, axes):
    return (value,) * axes if isinstance(value, int) else tuple(value)


def _conv(x, w, strides=1, padding="valid", dilation_rate=1):
    assert padding == "valid"
    x, w, axes = np.asarray(x, "float64"), np.asarray(w, "float64"), np.ndim(x) - 2
    s, d, k = _each(strides, axes), _each(dilation_rate, axes), w.shape[:axes]
    groups = x.shape[-1] // w.shape[-2]
    out = [(n - e * (t - 1) - 1) // r + 1 for n, e, t, r in zip(x.shape[1:-1], d, k, s)]
    y = np.zeros((x.shape[0], *out, w.shape[-1]))
    for tap in itertools.product(*map(range, k)):
        at = tuple(slice(t * e, t * e + (n - 1) * r + 1, r) for t, e, n, r in zip(tap, d, out, s))
        parts = zip(np.split(x[(slice(None), *at)], groups, axis=-1), np.split(w[tap], groups, axis=-1))
        y += np.concatenate([part @ kernel for part, kernel in parts], axis=-1)
    return y


def _conv_transpose(x, w, strides=1, padding="valid", dilation_rate=1):
    assert padding == "valid"
    x, w, axes = np.asarray(x, "float64"), np.asarray(w, "float64"), np.ndim(x) - 2
    s, d, k = _each(strides, axes), _each(dilation_rate, axes), w.shape[:axes]
    assert w.shape[-1] == x.shape[-1]
    out = [n * r + max(e * (t - 1) + 1 - r, 0) for n, e, t, r in zip(x.shape[1:-1], d, k, s)]
    y = np.zeros((x.shape[0], *out, w.shape[-2]))
    for tap in itertools.product(*map(range, k)):
        at = tuple(slice(t * e, t * e + (n - 1) * r + 1, r) for t, e, n, r in zip(tap, d, x.shape[1:-1], s))
        y[(slice(None), *at)] += x @ w[tap].T
    return y


class _Layer:
    def __init__(self, filters, kernel_size, strides=1, padding="valid", dilation_rate=1, groups=1, use_bias=True):
        self.kernel, self.filters, self.groups, self.bias = _each(kernel_size, self.axes), filters, groups, use_bias
        self.words = dict(strides=strides, padding=padding, dilation_rate=dilation_rate)
        if max(_each(strides, self.axes)) > 1 and max(_each(dilation_rate, self.axes)) > 1:
            raise ValueError("no dilation together with a stride")

    def build(self, shape):
        assert len(shape) == self.axes + 2
        inside = shape[-1] // self.groups
        self.shape = (*self.kernel, self.filters, inside) if self.transposed else (*self.kernel, inside, self.filters)

    def set_weights(self, weights):
        assert len(weights) == 1 + self.bias and weights[0].shape == self.shape, (weights[0].shape, self.shape)
        self.w, self.b = weights[0], weights[1] if self.bias else 0

    def __call__(self, x):
        return (_conv_transpose if self.transposed else _conv)(x, self.w, **self.words) + self.b


def _layer(of_axes, is_transposed):
    class Layer(_Layer):
        axes, transposed = of_axes, is_transposed
    return Layer


def _zero_padding(axes):
    return lambda p: lambda x: np.pad(x, ((0, 0), *((n, n) for n in _each(p, axes)), (0, 0)))


layers = SimpleNamespace(Conv1D=_layer(1, False), Conv2D=_layer(2, False), Conv1DTranspose=_layer(1, True), Conv2DTranspose=_layer(2, True),
                         ZeroPadding1D=_zero_padding(1), ZeroPadding2D=_zero_padding(2))
ops = SimpleNamespace(conv=_conv, conv_transpose=_conv_transpose, concatenate=np.concatenate, pad=np.pad)

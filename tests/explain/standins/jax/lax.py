"""jax.lax: a convolution of a padded, stretched input; below 0 padding crops. conv_transpose with transpose_kernel turns the
kernel by 180 degrees and swaps its two channel axes; its padding goes around the input stretched by the strides."""
import itertools

import numpy as np

ORDERS = ("NCHW", "OIHW", "NCHW"), ("NCH", "OIH", "NCH")


def _padded(x, pairs):
    for axis, (before, after) in enumerate(pairs, 2):
        x = np.pad(x, [(max(before, 0), max(after, 0)) if i == axis else (0, 0) for i in range(x.ndim)])
        x = x.take(range(max(-before, 0), x.shape[axis] - max(-after, 0)), axis)
    return x


def conv_general_dilated(lhs, rhs, window_strides, padding, rhs_dilation=None, feature_group_count=1, dimension_numbers=None):
    assert dimension_numbers in ORDERS and len(padding) == len(window_strides) == lhs.ndim - 2
    x, w, axes = _padded(np.asarray(lhs, "float64"), padding), np.asarray(rhs, "float64"), lhs.ndim - 2
    d = rhs_dilation or (1,) * axes
    out = [(n - e * (k - 1) - 1) // s + 1 for n, e, k, s in zip(x.shape[2:], d, w.shape[2:], window_strides)]
    y = np.zeros((x.shape[0], w.shape[0], *out))
    for tap in itertools.product(*map(range, w.shape[2:])):
        at = tuple(slice(t * e, t * e + (n - 1) * s + 1, s) for t, e, n, s in zip(tap, d, out, window_strides))
        parts = zip(np.split(x[(..., *at)], feature_group_count, axis=1), np.split(w[(..., *tap)], feature_group_count, axis=0))
        y += np.concatenate([np.einsum("ni...,oi->no...", part, kernel) for part, kernel in parts], axis=1)
    return y


def conv_transpose(lhs, rhs, strides, padding, rhs_dilation=None, dimension_numbers=None, transpose_kernel=False):
    assert transpose_kernel and len(strides) == lhs.ndim - 2
    x = np.zeros((*lhs.shape[:2], *((n - 1) * s + 1 for n, s in zip(lhs.shape[2:], strides))))
    x[(..., *(slice(None, None, s) for s in strides))] = lhs
    w = np.flip(rhs, tuple(range(2, rhs.ndim))).swapaxes(0, 1)
    return conv_general_dilated(x, w, (1,) * len(strides), padding, rhs_dilation, dimension_numbers=dimension_numbers)

"""As much of JAX as a copied scene calls, in NumPy, by its documentation. See lax."""
from . import lax, numpy

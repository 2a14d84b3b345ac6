from numpy import arange, array, concatenate, ones, split, zeros

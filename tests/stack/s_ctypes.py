"""Python called from C that was called from Python."""
try:
    import ctypes
except ImportError:
    ctypes = None

from mark import mark


def compare(a, b):
    mark("ctypes")
    return a[0] - b[0]


if ctypes is not None:
    libc = ctypes.CDLL(None)
    number = ctypes.POINTER(ctypes.c_int)
    kind = ctypes.CFUNCTYPE(ctypes.c_int, number, number)
    items = (ctypes.c_int * 3)(3, 1, 2)
    libc.qsort(items, 3, ctypes.sizeof(ctypes.c_int), kind(compare))
    assert list(items) == [1, 2, 3]

"""How the web process gives memory back: glibc's allocator, told not to keep what large arrays leave."""

import ctypes

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8
LARGE = 128 * 1024
ARENAS = 2


def return_freed_memory() -> bool:
    """Have blocks over 128 KiB returned to the system when freed, and keep two arenas; False without glibc.

    glibc raises its threshold after each large block freed, and gives every thread an arena: a process that
    searches in arrays of some megabytes, each request in a thread of its own, kept 50 MB more (measured).
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return False
    return bool(mallopt(M_MMAP_THRESHOLD, LARGE) and mallopt(M_ARENA_MAX, ARENAS))

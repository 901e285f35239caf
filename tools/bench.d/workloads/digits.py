"""Random texts of sysbench's shape, made fast."""

import random

GROUPS = 100_003
GROUP_BYTES = 12
C_BYTES, PAD_BYTES = 119, 59


class Digits:
    """Groups of eleven digits and a hyphen, cut out of one long random text."""

    def __init__(self, seed):
        source = random.Random(seed)
        self.pool = b"".join(b"%011d-" % source.randrange(10 ** 11) for _ in range(GROUPS + 10))
        self.group = source.randrange(GROUPS)

    def next(self, count):
        self.group = (self.group + 7919) % GROUPS
        start = self.group * GROUP_BYTES
        return self.pool[start:start + count]

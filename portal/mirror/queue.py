"""The addresses that wait to be rendered, the most important first."""

import heapq
from enum import IntEnum
from itertools import count


class Rank(IntEnum):
    """How soon an address is rendered after a change."""

    RECORD = 0  # pages of the records that have changed
    LIST = 1  # the lists above them, and the home pages
    FOUND = 2  # addresses that were found in pages for the first time
    OTHER_LIST = 3
    FEED = 4
    OTHER = 5


class AddressQueue:
    """A queue of addresses without duplicates. An address that is added again keeps its more important rank."""

    def __init__(self):
        self.ranks = {}
        self.heap = []
        self.counter = count()

    def __len__(self):
        return len(self.ranks)

    def __contains__(self, address):
        return address in self.ranks

    def add(self, address, rank):
        if rank < self.ranks.get(address, len(Rank)):
            self.ranks[address] = rank
            heapq.heappush(self.heap, (rank, next(self.counter), address))

    def pop(self):
        """Return the most important (address, rank) and remove it."""
        while True:
            rank, _, address = heapq.heappop(self.heap)
            if self.ranks.get(address) == rank:
                del self.ranks[address]
                return address, rank

    def clear(self):
        self.ranks.clear()
        self.heap.clear()

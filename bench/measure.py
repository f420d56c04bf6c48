"""CPU and wall time of requests in this process, and of the PostgreSQL server that answers them."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median, quantiles

PROC = Path("/proc")
TICK = 1000 / os.sysconf("SC_CLK_TCK")
USUAL = 50
"""The yardstick, in milliseconds, of the machine on which the targets in time were set."""
WARM = 3


@dataclass
class Samples:
    """Milliseconds of each request: CPU (this process and the database server) and wall."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return median(self.cpu)

    @property
    def p95_wall(self) -> float:
        return quantiles(self.wall, n=20)[-1]


class Clock:
    """CPU of this process, plus that of every process of the PostgreSQL server whose postmaster this is."""

    def __init__(self, postmaster: int | None = None) -> None:
        self.postmaster = postmaster

    def cpu(self) -> float:
        """Milliseconds so far."""
        return time.process_time() * 1000 + (self._server() if self.postmaster else 0)

    def _server(self) -> float:
        """Running backends to the nanosecond; parallel workers that have ended, in ticks of their parent."""
        ended = (PROC / str(self.postmaster) / "stat").read_text().rpartition(") ")[2].split()
        total = (int(ended[13]) + int(ended[14])) * TICK
        for child in (PROC / str(self.postmaster) / "task" / str(self.postmaster) / "children").read_text().split():
            total += int((PROC / child / "schedstat").read_text().split()[0]) / 1e6
        return total

    def add(self, samples: Samples, call: Callable[[], object]) -> None:
        """Make the call and keep what it took."""
        cpu, wall = self.cpu(), time.perf_counter()
        call()
        samples.wall.append((time.perf_counter() - wall) * 1000)
        samples.cpu.append(self.cpu() - cpu)


@dataclass
class Rounds:
    """What each case took in turns with all the others and with the yardstick."""

    cases: dict[str, Samples]
    yardstick: Samples = field(default_factory=Samples)

    @property
    def pace(self) -> float:
        """How many times slower the machine was in these rounds than the usual one; a faster one counts as usual."""
        return max(1.0, self.yardstick.p50 / USUAL)


def take_turns(clock: Clock, cases: Mapping[str, Callable[[int], object]], times: int) -> Rounds:
    """Call every case once a round, told which round it is; the first rounds only warm up."""
    rounds, own = Rounds({name: Samples() for name in cases}), Clock()
    for at in range(-WARM, times):
        for name, call in cases.items():
            clock.add(rounds.cases[name] if at >= 0 else Samples(), partial(call, at))
        own.add(rounds.yardstick, yardstick)
    return rounds


def yardstick() -> int:
    """A fixed piece of Python: its CPU tells how fast this machine is just now."""
    return sum(i * i for i in range(1_000_000))

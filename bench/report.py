"""The table: what was measured, what it may be, and whether it is."""

from dataclasses import dataclass, field, replace

from bench.measure import USUAL, Rounds

TIMED = {"ms", "s"}


@dataclass(frozen=True)
class Line:
    """One result. Without a target it is information; `wall` is the p95 of wall time in milliseconds."""

    what: str
    value: float
    unit: str
    target: float | None = None
    wall: float | None = None
    note: str = ""

    @property
    def missed(self) -> bool:
        return self.target is not None and self.value > self.target

    def __str__(self) -> str:
        wall = f"{self.wall:8.0f}" if self.wall is not None else " " * 8
        target = f"≤ {self.target:<7.4g}" if self.target is not None else " " * 9
        verdict = "" if self.target is None else "TRƯỢT" if self.missed else "đạt"
        value = f"{self.value:9.3f}" if self.unit == "lần" else f"{self.value:9.1f}"
        return f"  {self.what:<44}{value} {self.unit:<5}{wall}  {target} {verdict:<6}{self.note}"


@dataclass
class Report:
    """Lines under headings, printed as they come.

    Targets in time were set on a machine of `measure.USUAL`; one that was `pace` times slower may take so much longer.
    """

    pace: float = 1.0
    lines: list[Line] = field(default_factory=list)

    def head(self, text: str) -> None:
        print(f"\n{text}\n  {'':<44}{'p50':>9}      {'p95 thực':>8}  mục tiêu", flush=True)

    def judge_by(self, rounds: Rounds) -> None:
        """The lines that follow are judged by the machine as it was in these rounds."""
        self.pace = rounds.pace
        print(
            f"  thước {rounds.yardstick.p50:.0f} ms (thường {USUAL}); mục tiêu thời gian nhân {self.pace:.2f}",
            flush=True,
        )

    def add(self, line: Line) -> None:
        if line.target is not None and line.unit in TIMED:
            line = replace(line, target=line.target * self.pace)
        self.lines.append(line)
        print(line, flush=True)

    def close(self) -> int:
        """The exit code: 1 when any target is missed."""
        missed = [line.what for line in self.lines if line.missed]
        print(f"\n{len(missed)} mục tiêu trượt: {'; '.join(missed)}" if missed else "\nMọi mục tiêu đều đạt.")
        return 1 if missed else 0

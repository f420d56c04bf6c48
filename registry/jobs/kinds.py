"""Every kind of job."""

from registry.jobs.findings import FINDINGS
from registry.jobs.household_list import HOUSEHOLD_LIST
from registry.jobs.kind import Kind

KINDS: dict[str, Kind] = {kind.key: kind for kind in (HOUSEHOLD_LIST, FINDINGS)}

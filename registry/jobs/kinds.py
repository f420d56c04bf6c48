"""Every kind of job."""

from registry.jobs.drafts import DRAFTS
from registry.jobs.ending_list import EndingListing
from registry.jobs.entry_list import EntryListing
from registry.jobs.findings import FINDINGS
from registry.jobs.gap_list import GapListing
from registry.jobs.household_list import HouseholdListing
from registry.jobs.import_list import IMPORT_LIST
from registry.jobs.kind import Kind
from registry.jobs.moves import MOVES
from registry.jobs.papers import paper_kind
from registry.jobs.parts import MOVE_PARTS
from registry.jobs.project_list import ProjectListing
from registry.jobs.project_moves import PROJECT_MOVES
from registry.jobs.undo import UNDO

LISTINGS = (HouseholdListing, GapListing, EntryListing, EndingListing, ProjectListing)
PAPERS = [paper_kind(listing) for listing in LISTINGS]
KINDS: dict[str, Kind] = {
    kind.key: kind for kind in (*PAPERS, IMPORT_LIST, DRAFTS, MOVES, MOVE_PARTS, PROJECT_MOVES, UNDO, FINDINGS)
}

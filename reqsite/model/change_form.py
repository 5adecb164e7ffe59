"""What the form of a change request asks for: the sheet that is signed, and the file that is begun, ask alike."""

from __future__ import annotations

FACTS = ("date", "proposer", "party", "owner", "size", "importance", "urgency", "decider")
"""Short values."""
GROUNDS = ("reason", "evidence")
"""Why."""
IMPACT = "impact"
"""What it costs: a mapping, of which each entry is asked for."""
REPORT = "impact_report"
AFFECTED = ("adds", "modifies", "removes", "affects")
"""Links to what it is about."""

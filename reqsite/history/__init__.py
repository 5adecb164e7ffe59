"""History: the ledger of what each release froze, what differs between two states, and how to show it."""

"""The pages on which a client agrees: what is new for a role, the confirmation sheet, and how all roles stand."""

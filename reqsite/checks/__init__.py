"""Rules and what they find: one module a family of rules, `run` for all of them, and reporters for the findings."""

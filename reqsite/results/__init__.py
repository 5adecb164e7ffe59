"""Results of tests that other programs ran: read from their files, and kept beside the records that they belong to."""

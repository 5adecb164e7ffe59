"""The pages: data in, HTML fragments out; knows no site builder."""

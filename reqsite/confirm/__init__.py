"""Confirmation: who must agree to which words, the answers that came back, and what still holds of them."""

"""Publishing: a built site is looked over, described by a manifest, and laid into a store that never changes it."""

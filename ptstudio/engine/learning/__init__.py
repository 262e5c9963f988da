"""A training from its preparation to its last epoch, whatever gives out."""

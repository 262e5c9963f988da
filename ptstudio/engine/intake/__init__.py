"""What an import is made of."""

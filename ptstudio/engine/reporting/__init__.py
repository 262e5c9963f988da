"""What is said of a trained network: measured, described, drawn."""

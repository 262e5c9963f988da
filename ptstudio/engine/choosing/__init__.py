"""What is measured on a machine before a training, and what is chosen by it."""

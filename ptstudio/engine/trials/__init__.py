"""Many trainings in one: searches, folds, repetitions."""

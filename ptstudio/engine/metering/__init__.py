"""What a job takes: time, memory, energy; and what earlier ones took."""

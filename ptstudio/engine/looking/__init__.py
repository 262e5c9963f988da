"""What a frozen backbone says of samples: shown, computed once, kept, found again."""

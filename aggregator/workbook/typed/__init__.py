"""What a person typed, as numbers and as text."""

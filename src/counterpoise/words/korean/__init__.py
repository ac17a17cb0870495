"""Korean: names with their particles, numbers, and the findings as a Korean report writes them."""

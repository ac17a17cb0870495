"""Published results beside ours: each number is declared once, tested, and shown in ``docs/published.md``."""

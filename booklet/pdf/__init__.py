"""From flowables to bytes: a tagged canvas, its structure tree, and the marks of PDF/UA-1 and PDF/A-2a."""

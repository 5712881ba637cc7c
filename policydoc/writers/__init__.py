"""What leaves: a plain callable each, Document in, text out."""

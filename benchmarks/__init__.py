"""What the classification of a large book costs; run by hand, on an idle machine."""

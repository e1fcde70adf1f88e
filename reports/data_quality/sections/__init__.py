"""One module a section of the data quality report."""

"""One module for each section: figures of the context in, a section of pictures and tables out."""

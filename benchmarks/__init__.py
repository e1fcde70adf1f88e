"""What the warehouse costs on a large book; run by hand, on an idle machine.

`book` makes raw files of any size, `warehouse` builds marts from them and takes the CPU of each
model, `pandas_features` computes the same features by hand. `classification` and `features` are the
programs that print what comes of it; docs/performance.md says how to read them. `reasons` prints
what a score with its reasons costs.
"""

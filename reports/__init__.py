"""The reports room: typed context in, one self-contained HTML file out.

What belongs here: wording, number formats, the geometry of pictures, templates and styles.
What does not: SQL, databases, clocks, files, and arithmetic on figures. Every ratio, change, share
and rank that a reader sees was computed by a `reports.rpt_*` relation of the warehouse; this
package decides only how it is written and drawn.
"""

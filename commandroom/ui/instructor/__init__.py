"""导调台: what an instructor sees and does beside a drill."""

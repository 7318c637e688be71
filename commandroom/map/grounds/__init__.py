"""Base maps besides the painted road file: files and addresses of tiles, raster and vector."""

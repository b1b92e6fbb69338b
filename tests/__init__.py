"""Tests, one module for each of the pipeline's; cases are data files in cases/."""

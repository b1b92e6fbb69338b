"""What a run leaves behind: files, the cache, reports in each format."""

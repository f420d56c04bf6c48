"""Files brought in: checked against the registry, then written all or nothing, taken back as one change."""

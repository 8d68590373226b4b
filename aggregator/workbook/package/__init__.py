"""The bytes of a package: sniffed, gated, inflated, spliced."""

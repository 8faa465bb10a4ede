"""What the benchmark of warnings measures with: the plain rival and the counting."""

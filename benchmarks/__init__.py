"""Speed and accuracy, re-runnable, as ratios inside one run. Never part of the tests: machines are shared and noisy."""

"""Settings. `base` reads the environment; `test` pins what tests need."""

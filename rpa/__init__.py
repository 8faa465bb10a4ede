"""代办: the hands that type into a portal."""

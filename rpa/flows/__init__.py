"""Flows by portal: page objects and bounded steps in code, selectors and titles as versioned data."""

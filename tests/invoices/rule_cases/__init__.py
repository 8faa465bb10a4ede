"""One module for each family of rules, named as the rule file it belongs to."""

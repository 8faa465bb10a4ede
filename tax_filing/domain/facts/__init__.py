"""From the facts of a tax period to the inputs of its return form, one module per return."""

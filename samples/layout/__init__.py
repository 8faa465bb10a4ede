"""Where things stand on the page: one module per form, each turning a `Truth` into `Page`s."""

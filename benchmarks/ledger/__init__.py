"""What keeping books costs, measured in scratch databases through the product's own services."""

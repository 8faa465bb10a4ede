"""What one company's bookkeeping teaches: memories, a linear model beside them, and measured trust in both."""

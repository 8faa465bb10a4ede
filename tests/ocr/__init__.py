"""What every OCR engine must do; run with both engines where both are installed."""

"""The sender's own workbook with the findings marked in it."""

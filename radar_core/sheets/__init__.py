"""Spreadsheets: workbooks and CSV, to editions and back."""

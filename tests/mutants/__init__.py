"""Single-line changes of the product, to see whether a test notices; `make soak` makes a sample of them."""

"""Long runs that `make soak` makes; `make test` makes the same ones short."""

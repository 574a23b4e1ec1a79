"""What is done because time has passed, and whether the clock that says so is to be believed."""

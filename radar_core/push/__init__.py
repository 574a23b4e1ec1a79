"""What KL sends: signed, admitted, made live."""

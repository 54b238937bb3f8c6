"""What a release says about itself, one module a format; all of it made from the schema module and a few counts."""

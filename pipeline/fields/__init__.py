"""One module a group of fields: what each reads in which part of the layout, as `Found` values with their place in the source."""

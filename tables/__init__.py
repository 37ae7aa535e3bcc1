"""Tables in and out: strict cells, the four file formats and the resource they share."""

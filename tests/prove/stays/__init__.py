"""The proof that nobody sleeps in two beds: many people race over HTTP on two homes, and everything is recounted."""

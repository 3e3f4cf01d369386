"""Files: presigned uploads to the object store, private objects, short-lived reads."""

"""The shop front: public reads of products, shops, categories and certificates."""

"""The sandbox, driven by the real stripe library over real sockets."""

"""What the tests stand on: servers, running applications, tokens, a look at the bus."""

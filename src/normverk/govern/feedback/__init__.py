"""«Fant du det du lette etter?»: what readers of a norm say of it, to its owner and on to the register of needs."""

"""Reports to the Norwegian Patient Registry: what it would answer to a hospital's codes, told before they are sent."""

"""The addresses of the library: pages for people, and the interface at /innhold for programs. All read only."""
